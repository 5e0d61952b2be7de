import { Alert, Anchor, Badge, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import { Page } from '../shell/page.tsx';
import { plural } from '../shell/plural.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { Acceptance } from './acceptance.tsx';
import { Escalation } from './escalation.tsx';
import { Unheard } from './unheard.tsx';
import { useAccept, useAlerts } from './use-alerts.ts';
import { PlaceLink } from './place-link.tsx';

/**
 * For a phone in one hand at night: one alert, and a button that a thumb finds. The alert stays in its place while it
 * rings, so that nobody accepts what slid under their thumb; a graver one is announced above it.
 */
export function OnCallPage() {
  const { data, error, isPending, refetch } = useAlerts('ringing');
  return (
    <Page title="On call">
      <Stack maw={480} mx="auto" pb={120}>
        {isPending && <Loading what="alerts" />}
        {error && <Failed error={error} onRetry={() => void refetch()} />}
        {data && <Rings alerts={data} />}
        <Anchor component={Link} to="/alerts" underline="always" py="sm">
          All alerts
        </Anchor>
      </Stack>
    </Page>
  );
}

function Rings({ alerts }: { alerts: AlertAnswer[] }) {
  const accept = useAccept();
  const [shownId, setShownId] = useState<string | null>(null);
  const [gravest] = alerts;
  const shown = alerts.find(({ alertId }) => alertId === shownId) ?? gravest;
  if (shown && shown.alertId !== shownId) setShownId(shown.alertId);
  return (
    <>
      <Acceptance accept={accept} />
      {gravest && gravest !== shown && (
        <Alert color="red" variant="outline" role="alert" title="Something else rings first">
          <Button variant="default" size="md" onClick={() => setShownId(gravest.alertId)}>
            Show it
          </Button>
        </Alert>
      )}
      {shown ? (
        <>
          <Ringing alert={shown} others={alerts.length - 1} />
          <AcceptButton
            key={shown.alertId}
            isAccepting={accept.isPending}
            onAccept={() => accept.mutate(shown.alertId)}
          />
        </>
      ) : (
        <Empty title="Nothing rings" hint="Leave this open: what rings appears by itself." />
      )}
    </>
  );
}

function Ringing({ alert, others }: { alert: AlertAnswer; others: number }) {
  const propertyName = usePropertyName();
  const { headline, propertyId, openedAt } = alert;
  return (
    <Stack gap="sm" component="article" aria-label={headline}>
      <Group gap="xs">
        {alert.class !== null && (
          <Badge color="red" variant="outline" tt="none" size="lg">
            {alert.class}
          </Badge>
        )}
        <Text>{propertyName(propertyId)}</Text>
        <Time at={openedAt} propertyId={propertyId} />
      </Group>
      <Title order={2} size="h1">
        {headline}
      </Title>
      <Unheard alert={alert} />
      <Escalation alert={alert} />
      <PlaceLink alert={alert} />
      {others > 0 && (
        <Text fw={600}>{plural(others, { one: 'other rings', many: 'others ring' })} too.</Text>
      )}
    </Stack>
  );
}

/** At the lower edge, where the thumb is. */
function AcceptButton({ isAccepting, onAccept }: { isAccepting: boolean; onAccept: () => void }) {
  const { may } = useSession();
  if (!may('alert.accept')) return <Text>Staff of the property accept this.</Text>;
  return (
    <Box
      pos="fixed"
      bottom={0}
      left="var(--app-shell-navbar-offset, 0px)"
      right={0}
      p="md"
      bg="var(--mantine-color-body)"
    >
      <Button
        fullWidth
        h={88}
        fz="h2"
        loading={isAccepting}
        onClick={onAccept}
        maw={480}
        mx="auto"
        display="block"
      >
        Accept
      </Button>
    </Box>
  );
}
