import { Anchor, Group } from '@mantine/core';
import { Link, useLocation } from 'react-router';

const PLACES = [
  { to: '/rollout', label: 'Phases and stops' },
  { to: '/rollout/shadow', label: 'Shadow compared' },
];

/** The two halves of the page. */
export function Places() {
  const { pathname } = useLocation();
  return (
    <Group component="nav" aria-label="Rollout" gap="lg">
      {PLACES.map(({ to, label }) => (
        <Anchor
          key={to}
          component={Link}
          to={to}
          underline="always"
          aria-current={pathname === to ? 'page' : undefined}
          {...(pathname === to ? { fw: 700 } : {})}
        >
          {label}
        </Anchor>
      ))}
    </Group>
  );
}
