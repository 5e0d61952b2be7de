import { Box, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RolloutChangeAnswer } from '../../../src/api/answers/rollout.ts';
import { read } from '../shell/client.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { differences } from './words.ts';

/** Who changed the switches, when, from what to what; the newest first. */
export function Changes({ propertyId }: { propertyId: string | null }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rollout', 'changes', propertyId],
    queryFn: () =>
      read<RolloutChangeAnswer[]>(
        `/rollout/changes${propertyId === null ? '' : `?property=${encodeURIComponent(propertyId)}`}`,
      ),
  });
  return (
    <Box component="section" aria-label="Who changed it">
      <Title order={2} size="h4" mb="xs">
        Who changed it
      </Title>
      {isPending && <Loading what="the changes" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <Empty
          title="Nobody has changed anything yet"
          hint="Each change stands here with its author."
        />
      )}
      {data && data.length > 0 && (
        <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.map((change) => (
            <Change key={`${change.at}/${JSON.stringify(change.subject)}`} change={change} />
          ))}
        </Stack>
      )}
    </Box>
  );
}

function Change({ change: { at, byName, subject } }: { change: RolloutChangeAnswer }) {
  const propertyName = usePropertyName();
  const isProperty = subject.kind === 'property';
  const where = isProperty ? propertyName(subject.propertyId) : 'Stop switch for everything';
  const what = isProperty
    ? differences(subject.from, subject.to).join('; ')
    : subject.to
      ? 'the assistant stopped'
      : 'the assistant let answer again';
  return (
    <li>
      <Text>
        <b>{where}</b>: {what}
      </Text>
      <Text size="sm" component="div" c="dimmed">
        {byName ?? 'Somebody who is no longer here'} ·{' '}
        <Time at={at} propertyId={isProperty ? subject.propertyId : null} />
      </Text>
    </li>
  );
}
