import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core';
import { Refused } from './client.ts';

/** Something is being read. */
export function Loading({ what }: { what: string }) {
  return (
    <Center p="xl" role="status">
      <Loader size="sm" mr="sm" aria-hidden />
      <Text>Reading {what} …</Text>
    </Center>
  );
}

/** There is nothing; says what would be here, and when. */
export function Empty({ title, hint }: { title: string; hint: string }) {
  return (
    <Stack align="center" gap="xs" p="xl">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" ta="center">
        {hint}
      </Text>
    </Stack>
  );
}

/** Something could not be read or done: the API's own sentence, and a way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const refused = error instanceof Refused ? error : null;
  return (
    <Alert color="red" variant="outline" role="alert" m="md">
      <Text>{refused?.message ?? 'Something broke on this page.'}</Text>
      {/* With fields named, the API's remedy is for whoever writes programs. */}
      {refused?.remedy && refused.issues.length === 0 && <Text size="sm">{refused.remedy}</Text>}
      {refused?.issues.map(({ field, message }) => (
        <Text key={field + message} size="sm">
          {field}: {message}
        </Text>
      ))}
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
