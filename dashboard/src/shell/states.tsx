import { Alert, Anchor, Button, Center, Loader, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Refused } from './client.ts';
import { useIsEmptyHouse } from './properties.tsx';
import { useSession } from './session.tsx';

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
      <BringInBuilding />
    </Stack>
  );
}

/** In a house without a property everything is empty for one reason, and this is the way out of it. */
function BringInBuilding() {
  const isEmptyHouse = useIsEmptyHouse();
  const { may } = useSession();
  if (!isEmptyHouse || !may('import.run')) return null;
  return (
    <Anchor component={Link} to="/imports" underline="always">
      There is no property here yet: bring in your building
    </Anchor>
  );
}

/** Something could not be read or done: the API's own sentence, and a way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const refused = error instanceof Refused ? error : null;
  return (
    <Alert color="red" variant="outline" role="alert" m="md">
      <Text>{refused?.message ?? 'Something broke on this page.'}</Text>
      {refused?.remedy && <Text size="sm">{refused.remedy}</Text>}
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
