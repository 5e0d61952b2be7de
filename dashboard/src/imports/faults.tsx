import { Alert, Table, Text } from '@mantine/core';
import { Refused } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { Failed } from '../shell/states.tsx';

const SHOWN_MAX = 100;

/** Everything that is wrong with a file, by row and column; or why it could not be taken at all. */
export function Faults({ error }: { error: Error }) {
  const faults = error instanceof Refused ? error.faults : [];
  if (faults.length === 0) return <Failed error={error} />;
  const rows = new Set(faults.map(({ row }) => row)).size;
  const hidden = faults.length - SHOWN_MAX;
  return (
    <Alert
      color="red"
      variant="outline"
      role="alert"
      title={`${plural(faults.length, { one: 'thing is', many: 'things are' })} wrong in ${plural(rows, { one: 'row' })}`}
    >
      <Text>
        Nothing was written. Rows are numbered as your spreadsheet shows them. Mend the file, choose
        it again and try it.
      </Text>
      <Table.ScrollContainer minWidth={280} mt="sm">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Row</Table.Th>
              <Table.Th>Column</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {faults.slice(0, SHOWN_MAX).map(({ row, column, message }) => (
              <Table.Tr key={`${row} ${column ?? ''} ${message}`}>
                <Table.Td>{row}</Table.Td>
                <Table.Td>{column ?? 'whole row'}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {hidden > 0 && <Text size="sm">and {hidden.toLocaleString('en')} more</Text>}
    </Alert>
  );
}
