import { Button, Group, Text } from '@mantine/core';
import { startNotifying, stopNotifying, useNotifying } from './notifications.ts';

/** Lets a person have this browser tell them of news; nothing is asked before they press. */
export function NotificationSwitch() {
  const notifying = useNotifying();
  switch (notifying) {
    case 'unsupported':
      return (
        <Text size="sm">
          This browser cannot show notifications. The tab’s title counts what waits.
        </Text>
      );
    case 'denied':
      return (
        <Text size="sm">
          This browser was told to show no notifications of Night Porter. Its settings for this site
          can change that.
        </Text>
      );
    case 'off':
      return (
        <Group gap="sm">
          <Button variant="default" onClick={() => void startNotifying()}>
            Notify me in this browser
          </Button>
          <Text size="sm">New alerts, approvals and hand-offs, while the desk is open.</Text>
        </Group>
      );
    case 'on':
      return (
        <Group gap="sm">
          <Text size="sm">This browser tells you of new alerts, approvals and hand-offs.</Text>
          <Button variant="default" size="xs" onClick={stopNotifying}>
            Stop it
          </Button>
        </Group>
      );
  }
}
