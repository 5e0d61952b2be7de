import { Group, NativeSelect, SimpleGrid, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { RequestListed } from '../../../src/api/answers/maintenance-request.ts';
import { read } from '../shell/client.ts';
import { Page } from '../shell/page.tsx';
import { plural } from '../shell/plural.ts';
import { useChosenProperty, usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useNow } from '../shell/time.tsx';
import { groupingOf, GROUPINGS, groupsOf } from './grouping.ts';
import { RequestCard } from './request-card.tsx';
import { CLASSES } from './words.ts';

/** The board: every request that is not over, what breaches next first. */
export function BoardPage() {
  const [address, setAddress] = useSearchParams();
  const choose = (name: string, value: string): void => {
    const next = new URLSearchParams(address);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setAddress(next, { replace: true });
  };
  return (
    <Page title="Maintenance">
      <Stack>
        <Group align="flex-end">
          <NativeSelect
            label="Show"
            value={address.get('side') ?? ''}
            onChange={({ currentTarget }) => choose('side', currentTarget.value)}
            data={[
              { value: '', label: 'Open' },
              { value: 'ended', label: 'Ended' },
            ]}
          />
          <NativeSelect
            label="Group by"
            value={groupingOf(address.get('group'))}
            onChange={({ currentTarget }) => choose('group', currentTarget.value)}
            data={Object.entries(GROUPINGS).map(([value, label]) => ({ value, label }))}
          />
          <NativeSelect
            label="Class"
            value={address.get('class') ?? ''}
            onChange={({ currentTarget }) => choose('class', currentTarget.value)}
            data={[
              { value: '', label: 'All classes' },
              ...Object.entries(CLASSES).map(([value, label]) => ({ value, label })),
            ]}
          />
        </Group>
        <Board address={address} />
      </Stack>
    </Page>
  );
}

function Board({ address }: { address: URLSearchParams }) {
  const { propertyId } = useChosenProperty();
  const side = address.get('side') === 'ended' ? 'ended' : 'open';
  const by = new URLSearchParams({ side, ...(propertyId ? { property: propertyId } : {}) });
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['request', 'board', by.toString()],
    queryFn: ({ signal }) => read<RequestListed[]>(`/maintenance-requests?${by}`, signal),
  });
  if (isPending) return <Loading what="requests" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const shownClass = address.get('class');
  const shown = data.filter((request) => shownClass === null || request.class === shownClass);
  if (shown.length === 0) return <Nothing side={side} isFiltered={data.length > 0} />;
  return <Groups requests={shown} address={address} />;
}

function Groups({ requests, address }: { requests: RequestListed[]; address: URLSearchParams }) {
  const propertyName = usePropertyName();
  const now = useNow();
  const isEnded = address.get('side') === 'ended';
  const grouping = groupingOf(address.get('group'));
  // What has ended is held to no clock: there the newest come first, in one group.
  const groups =
    isEnded && grouping === 'clock'
      ? [{ name: 'Ended', requests }]
      : groupsOf(requests, { grouping, now, propertyName });
  return groups.map(({ name, requests: own }) => (
    <section key={name} aria-label={name}>
      <Title order={2} size="h4" mb="xs">
        {name} · {plural(own.length, { one: 'request' })}
      </Title>
      <SimpleGrid
        component="ul"
        cols={{ base: 1, md: 2, xl: 3 }}
        spacing="sm"
        p={0}
        m={0}
        style={{ listStyle: 'none' }}
      >
        {own.map((request) => (
          <li key={request.requestId}>
            <RequestCard request={request} />
          </li>
        ))}
      </SimpleGrid>
    </section>
  ));
}

function Nothing({ side, isFiltered }: { side: 'open' | 'ended'; isFiltered: boolean }) {
  if (isFiltered) return <Empty title="None of this class" hint="Choose another class above." />;
  return side === 'open' ? (
    <Empty
      title="No open requests"
      hint="A request comes here as soon as a resident reports a trouble."
    />
  ) : (
    <Empty title="Nothing has ended yet" hint="Closed, cancelled and dropped requests stay here." />
  );
}
