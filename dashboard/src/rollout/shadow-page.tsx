import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { ShadowTurnAnswer } from '../../../src/api/answers/rollout.ts';
import { read } from '../shell/client.ts';
import { useLive } from '../shell/live.tsx';
import { Page } from '../shell/page.tsx';
import { plural } from '../shell/plural.ts';
import { useChosenProperty } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Places } from './places.tsx';
import { ShadowCounts } from './shadow-counts.tsx';
import { ShadowTurn } from './shadow-turn.tsx';
import { SKILLS } from './words.ts';

const SHOWN = { 'to-judge': 'Not judged yet', judged: 'Judged', all: 'All' };

/** What the assistant would have done in shadow, beside what staff did, turn by turn. */
export function ShadowPage() {
  const [search, setSearch] = useSearchParams();
  const show = search.get('show') ?? 'to-judge';
  const skill = search.get('skill') ?? '';
  const choose = (name: 'show' | 'skill', value: string): void => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return (
    <Page title="Rollout: shadow compared" aside={<Places />}>
      <Stack gap="md">
        <ShadowCounts />
        <Group align="flex-end">
          <NativeSelect
            label="Show"
            value={show}
            data={Object.entries(SHOWN).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget: { value } }) => choose('show', value)}
          />
          <NativeSelect
            label="About"
            value={skill}
            data={[
              { value: '', label: 'Everything' },
              ...Object.entries(SKILLS).map(([value, label]) => ({ value, label })),
            ]}
            onChange={({ currentTarget: { value } }) => choose('skill', value)}
          />
        </Group>
        <Turns show={show} skill={skill} />
      </Stack>
    </Page>
  );
}

function Turns({ show, skill }: { show: string; skill: string }) {
  const { propertyId } = useChosenProperty();
  const client = useQueryClient();
  const count = useRef<HTMLParagraphElement>(null);
  const query = new URLSearchParams({
    show,
    ...(skill === '' ? {} : { skill }),
    ...(propertyId === null ? {} : { property: propertyId }),
  }).toString();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rollout', 'shadow', query],
    queryFn: () => read<ShadowTurnAnswer[]>(`/rollout/shadow?${query}`),
  });
  // What staff answer belongs to it.
  useLive('conversation', () => {
    void client.invalidateQueries({ queryKey: ['rollout', 'shadow'] });
  });
  if (isPending) return <Loading what="what was kept" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Text size="sm" c="dimmed" role="status" ref={count} tabIndex={-1}>
        {plural(data.length, { one: 'turn' })}
      </Text>
      {data.length === 0 && <Nothing show={show} />}
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
        {data.map((turn) => (
          <li key={turn.turnId}>
            {/* A turn that was judged leaves this list: whoever works by keyboard goes on from its head. */}
            <ShadowTurn turn={turn} onJudged={() => count.current?.focus()} />
          </li>
        ))}
      </Stack>
    </>
  );
}

function Nothing({ show }: { show: string }) {
  if (show === 'judged') {
    return <Empty title="Nothing judged yet" hint="What you judge can be found here again." />;
  }
  return (
    <Empty
      title="Nothing to judge"
      hint="Put a property or a skill into the phase Shadow: what the assistant would have answered comes here, beside what staff answered."
    />
  );
}
