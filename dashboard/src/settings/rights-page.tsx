import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RightAnswer } from '../../../src/api/answers/right.ts';
import type { Role } from '../../../src/api/rights.ts';
import { read } from '../shell/client.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { SettingsPage } from './settings-page.tsx';
import { ACTIONS, ROLES } from './words.ts';

const COLUMNS: readonly Role[] = ['agent', 'manager', 'admin', 'auditor'];

/** Who may do what: the table by which every door asks. */
export function RightsPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rights'],
    queryFn: ({ signal }) => read<RightAnswer[]>('/rights', signal),
  });
  return (
    <SettingsPage part="rights" title="Who may do what">
      <Text mb="md">
        Each person has one role, at the properties that they were given. On-call is a duty beside
        the role, not a right.
      </Text>
      {isPending && <Loading what="the rights" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && (
        <Table.ScrollContainer
          type="native"
          minWidth={560}
          tabIndex={0}
          role="region"
          aria-label="Rights"
        >
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">May</Table.Th>
                {COLUMNS.map((role) => (
                  <Table.Th key={role} scope="col">
                    {ROLES[role]}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map(({ action, roles }) => (
                <Table.Tr key={action}>
                  <Table.Th scope="row" fw={400}>
                    {ACTIONS[action]}
                  </Table.Th>
                  {COLUMNS.map((role) => (
                    <Table.Td key={role}>{roles.includes(role) ? 'yes' : 'no'}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </SettingsPage>
  );
}
