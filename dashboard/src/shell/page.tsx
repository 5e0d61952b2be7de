import { Group, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useCounts } from './counts.ts';

/** A page: its name for the tab (with what waits) and its heading, which takes the focus when the page opens. */
export function Page({
  title,
  aside,
  focusedOn,
  children,
}: {
  title: string;
  /** When this changes the heading takes the focus; the page's address unless said. */
  focusedOn?: string;
  /** What stands beside the heading. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  const { waiting } = useCounts();
  const opened = focusedOn ?? pathname;
  useEffect(() => heading.current?.focus(), [opened]);
  return (
    <>
      <title>{`${waiting > 0 ? `(${waiting}) ` : ''}${title} · Night Porter`}</title>
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2" ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </>
  );
}
