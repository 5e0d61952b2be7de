import { Box, Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A table that is scrolled sideways where it does not fit, by keyboard too; its name is read before it. */
export function WideTable({ name, head, rows }: { name: string; head: string[]; rows: Row[] }) {
  return (
    <Box style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={name}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {head.map((title) => (
              <Table.Th key={title} scope="col">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, title, cells }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={400}>
                {title}
              </Table.Th>
              {cells.map((cell, at) => (
                <Table.Td key={head[at + 1]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

/** A row: its first cell is its heading. */
interface Row {
  key: string;
  title: string;
  cells: ReactNode[];
}

/** A number with a length beside it, which is for the eye alone. */
export function Bar({ share, text }: { share: number; text: string }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" miw="4rem">
        {text}
      </Text>
      <Box flex={1} miw="5rem" h="0.75rem" bg="var(--mantine-color-default-hover)" aria-hidden>
        <Box h="100%" w={`${share * 100}%`} bg="var(--mantine-primary-color-filled)" />
      </Box>
    </Group>
  );
}
