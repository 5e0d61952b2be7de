import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Time } from '../shell/time.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { Escalation } from './escalation.tsx';
import { PlaceLink } from './place-link.tsx';
import { Unheard } from './unheard.tsx';
import { closingOf, KINDS } from './words.ts';

interface Card {
  alert: AlertAnswer;
  /** Absent where there is nothing to accept any more. */
  onAccept?: () => void;
  isAccepting?: boolean;
}

/** One alert: what, where, since when, whom it has rung, and how it ended. */
export function AlertCard({ alert, onAccept, isAccepting = false }: Card) {
  const { may } = useSession();
  const propertyName = usePropertyName();
  const { headline, kind, propertyId, openedAt } = alert;
  return (
    <Paper withBorder p="md" component="article" aria-label={headline}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {headline}
        </Title>
        <Group gap="xs">
          {alert.class !== null && (
            <Badge color="red" variant="outline" tt="none">
              {alert.class}
            </Badge>
          )}
          <Text size="sm">
            {KINDS[kind]} · {propertyName(propertyId)}
          </Text>
          <Time at={openedAt} propertyId={propertyId} />
        </Group>
        <Unheard alert={alert} />
        <Escalation alert={alert} />
        <Ending alert={alert} />
        <Group>
          {onAccept && may('alert.accept') && (
            <Button size="md" onClick={onAccept} loading={isAccepting}>
              Accept
            </Button>
          )}
          <PlaceLink alert={alert} />
          <WorkflowLink of="alert" id={alert.alertId} />
        </Group>
      </Stack>
    </Paper>
  );
}

function Ending({ alert }: Pick<Card, 'alert'>) {
  const { state, acceptedByName, acceptedAt, closedAt, propertyId } = alert;
  switch (state) {
    case 'ringing':
      return null;
    case 'accepted':
      return (
        <Text component="div" fw={600}>
          Accepted{acceptedByName === null ? '' : ` by ${acceptedByName}`}{' '}
          {acceptedAt !== null && <Time at={acceptedAt} propertyId={propertyId} />}
        </Text>
      );
    case 'closed':
      return (
        <Text component="div" fw={600}>
          {closingOf(alert)} {closedAt !== null && <Time at={closedAt} propertyId={propertyId} />}
        </Text>
      );
  }
}
