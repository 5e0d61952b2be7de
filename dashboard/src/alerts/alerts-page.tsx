import { Anchor, Group, NativeSelect, Stack } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { Page } from '../shell/page.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Acceptance } from './acceptance.tsx';
import { AlertCard } from './alert-card.tsx';
import { NotificationSwitch } from './notification-switch.tsx';
import { useAccept, useAlerts } from './use-alerts.ts';

const PILES = { ringing: 'What rings now', ended: 'History' } as const;

/** What rings now, with whom it has rung; and what rang before. */
export function AlertsPage() {
  const [address, setAddress] = useSearchParams();
  const pile = address.get('list') === 'history' ? 'ended' : 'ringing';
  const choose = (chosen: string): void =>
    setAddress(chosen === 'ended' ? { list: 'history' } : {}, { replace: true });
  return (
    <Page title="Alerts">
      <Stack maw={760}>
        <NotificationSwitch />
        <Group justify="space-between" align="flex-end">
          <NativeSelect
            label="Show"
            value={pile}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
            data={Object.entries(PILES).map(([value, label]) => ({ value, label }))}
          />
          <Anchor component={Link} to="/alerts/on-call" underline="always">
            One-hand page for on-call
          </Anchor>
        </Group>
        <Found pile={pile} />
      </Stack>
    </Page>
  );
}

function Found({ pile }: { pile: keyof typeof PILES }) {
  const { data, error, isPending, refetch } = useAlerts(pile);
  const accept = useAccept();
  if (isPending) return <Loading what="alerts" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Acceptance accept={accept} />
      {data.length === 0 && <Nothing pile={pile} />}
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {data.map((alert) => (
          <li key={alert.alertId}>
            <AlertCard
              alert={alert}
              isAccepting={accept.isPending && accept.variables === alert.alertId}
              {...(alert.state === 'ringing'
                ? { onAccept: () => accept.mutate(alert.alertId) }
                : {})}
            />
          </li>
        ))}
      </Stack>
    </>
  );
}

function Nothing({ pile }: { pile: keyof typeof PILES }) {
  return pile === 'ringing' ? (
    <Empty
      title="Nothing rings"
      hint="Dangers, approvals and conversations that wait too long ring here until somebody accepts."
    />
  ) : (
    <Empty title="Nothing here" hint="What was accepted, or is no longer needed, stands here." />
  );
}
