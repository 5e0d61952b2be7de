import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import type { LedgerAnswer } from '../../../src/api/answers/ledger.ts';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';

/** The balance of who writes, for those with the right. Read outside when asked for and never by itself: each look is on the record. */
export function Ledger({ conversation }: { conversation: ConversationAnswer }) {
  const { may } = useSession();
  const { conversationId, residentId, propertyId } = conversation;
  // Not a query: a reconnected page must not look again by itself.
  const look = useMutation({
    mutationFn: () => read<LedgerAnswer>(`/conversations/${conversationId}/ledger`),
  });
  if (!may('ledger.read') || residentId === null) return null;
  const isOpen = look.data !== undefined;
  return (
    <Stack component="section" aria-label="Ledger" gap="xs" align="flex-start">
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          aria-expanded={isOpen}
          loading={look.isPending}
          onClick={() => (isOpen ? look.reset() : look.mutate())}
        >
          {isOpen ? 'Hide the ledger' : 'Show balance and ledger'}
        </Button>
        {!isOpen && (
          <Text size="sm" c="dimmed">
            Each look is put on the record.
          </Text>
        )}
      </Group>
      {look.error && <Failed error={look.error} onRetry={() => look.mutate()} />}
      {look.data && (
        <Shown answer={look.data} propertyId={propertyId} onAgain={() => look.mutate()} />
      )}
    </Stack>
  );
}

interface ShownProps {
  answer: LedgerAnswer;
  propertyId: string | null;
  onAgain: () => void;
}

function Shown({ answer, propertyId, onAgain }: ShownProps) {
  switch (answer.kind) {
    case 'unseen':
      return (
        <Group role="status" gap="xs">
          <Text size="sm">
            The ledger cannot be seen now: the property platform does not answer.
          </Text>
          <Button size="xs" variant="default" onClick={onAgain}>
            Try again
          </Button>
        </Group>
      );
    case 'no-lease':
      return <Text size="sm">The platform knows of no lease of this person.</Text>;
    case 'ledger':
      return <Entries ledger={answer.ledger} propertyId={propertyId} />;
  }
}

type Known = Extract<LedgerAnswer, { kind: 'ledger' }>['ledger'];

function Entries({ ledger, propertyId }: { ledger: Known; propertyId: string | null }) {
  const { balanceCents, currency, entries, asOf } = ledger;
  return (
    <>
      <Text fw={600}>{balanceOf(balanceCents, currency)}</Text>
      <Text size="sm" component="div">
        as the platform said <Time at={asOf} propertyId={propertyId} />
      </Text>
      <Text size="sm">
        {plural(entries.length, { one: 'newest entry', many: 'newest entries' })}
      </Text>
      <Table.ScrollContainer
        type="native"
        minWidth={0}
        mah="16rem"
        maw={560}
        w="100%"
        role="region"
        aria-label="Ledger entries"
        tabIndex={0}
      >
        <Table withTableBorder stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Day</Table.Th>
              <Table.Th scope="col">What</Table.Th>
              <Table.Th scope="col" ta="right">
                Amount
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map(({ postedOn, description, amountCents }, index) => (
              <Table.Tr key={`${postedOn}/${description}/${index}`}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{postedOn}</Table.Td>
                <Table.Td>{description}</Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {money(amountCents, currency)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

function balanceOf(cents: number, currency: string): string {
  if (cents === 0) return 'Nothing is owed.';
  return cents > 0
    ? `${money(cents, currency)} owed`
    : `${money(-cents, currency)} in the resident’s favour`;
}

const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100);
