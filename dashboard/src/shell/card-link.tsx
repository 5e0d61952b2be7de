import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface CardLinkOptions {
  to: string;
  /** Whether what it leads to is open beside the list. */
  isChosen?: boolean;
  children: ReactNode;
}

/** One thing of a list, which is a link as a whole. */
export function CardLink({ to, isChosen = false, children }: CardLinkOptions) {
  return (
    <Paper
      component={Link}
      to={to}
      withBorder
      p="sm"
      display="block"
      c="inherit"
      td="none"
      aria-current={isChosen ? 'true' : undefined}
      {...(isChosen ? { bd: '2px solid var(--mantine-primary-color-filled)' } : {})}
    >
      {children}
    </Paper>
  );
}
