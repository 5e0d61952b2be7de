import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ConnectionListed } from '../../../src/api/answers/connection.ts';
import { read } from '../shell/client.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { SettingsPage } from './settings-page.tsx';

/** What the house is connected to, which door is closed, and which setting opens it. */
export function ConnectionsPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['property', 'connections'],
    queryFn: ({ signal }) => read<ConnectionListed[]>('/connections', signal),
  });
  return (
    <SettingsPage part="connections" title="Connections">
      <Text mb="md">
        Connections are settings of the environment: whoever runs the house changes them and starts
        it again. No secret is shown here.
      </Text>
      {isPending && <Loading what="the connections" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} maw={720}>
        {data?.map((connection) => (
          <li key={connection.name}>
            <Connection connection={connection} />
          </li>
        ))}
      </Stack>
    </SettingsPage>
  );
}

function Connection({ connection }: { connection: ConnectionListed }) {
  const { name, inUse, isOpen, missing, state } = connection;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between">
        <Text fw={600}>{name}</Text>
        <Badge variant="outline" tt="none" color={isOpen ? 'blue' : 'orange'}>
          {isOpen ? 'in use' : 'closed'}
        </Badge>
      </Group>
      <Text size="sm">{inUse}</Text>
      {missing.length > 0 && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          To open it set {missing.join(', ')}.
        </Text>
      )}
      {state && <State state={state} />}
    </Paper>
  );
}

function State({ state }: { state: NonNullable<ConnectionListed['state']> }) {
  const { syncedUntil, blockedSince } = state;
  return (
    <>
      <Text size="sm" component="div">
        {syncedUntil === null ? (
          'Its changes were not read yet.'
        ) : (
          <>
            Its changes were read until <Time at={syncedUntil} propertyId={null} />
          </>
        )}
      </Text>
      {blockedSince !== null && (
        <Text size="sm" component="div" fw={600}>
          It refuses our credentials: writes wait since <Time at={blockedSince} propertyId={null} />
        </Text>
      )}
    </>
  );
}
