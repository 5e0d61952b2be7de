import { Table, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

/** A part of a page under its own heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

/** Names and values, one a row. */
export function Pairs({
  label,
  rows,
}: {
  label: string;
  rows: [name: string, value: ReactNode][];
}) {
  return (
    <Table aria-label={label} maw={720}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} w="45%">
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
