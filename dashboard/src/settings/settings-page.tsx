import { Anchor, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Action } from '../../../src/api/rights.ts';
import { NoRightPage } from '../shell/no-page.tsx';
import { Page } from '../shell/page.tsx';
import { useSession } from '../shell/session.tsx';

const PARTS = {
  policy: { label: 'Rules', to: '/settings', action: 'policy.read' },
  people: { label: 'People', to: '/settings/people', action: 'staff.manage' },
  rights: { label: 'Rights', to: '/settings/rights', action: 'policy.read' },
  connections: { label: 'Connections', to: '/settings/connections', action: 'connection.read' },
  audit: { label: 'Audit', to: '/settings/audit', action: 'audit.read' },
} as const satisfies Record<string, { label: string; to: string; action: Action }>;

interface SettingsPageOptions {
  part: keyof typeof PARTS;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** One part of the settings, with the way to the others; only for those who may see this part. */
export function SettingsPage({ part, title, aside, children }: SettingsPageOptions) {
  const { may } = useSession();
  if (!may(PARTS[part].action)) return <NoRightPage />;
  return (
    <Page title={title} aside={aside}>
      <Group component="nav" aria-label="Settings" gap="lg" mb="lg">
        {Object.entries(PARTS)
          .filter(([, { action }]) => may(action))
          .map(([name, { label, to }]) => (
            <Anchor
              key={name}
              component={Link}
              to={to}
              underline={name === part ? 'never' : 'always'}
              fw={name === part ? 700 : 400}
              aria-current={name === part ? 'page' : undefined}
            >
              {label}
            </Anchor>
          ))}
      </Group>
      {children}
    </Page>
  );
}
