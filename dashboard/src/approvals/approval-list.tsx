import { Badge, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'react-router';
import type { ApprovalAnswer } from '../../../src/api/answers/approval.ts';
import { CardLink } from '../shell/card-link.tsx';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { useChosenProperty, usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { headlineOf, homeOf, STATES } from './words.ts';

const PILES = { pending: 'Waiting for a decision', ended: 'History' } as const;
const EMPTY = {
  pending: 'A repair that may cost much, or whose trade is under review, waits here for a manager.',
  ended: 'What was decided, has expired or was taken back stands here.',
};

/** What waits, the nearest deadline first; or the newest of what has ended. The choice is kept in the address. */
export function ApprovalList({ chosenId }: { chosenId: string | null }) {
  const [address, setAddress] = useSearchParams();
  const pile = address.get('list') === 'history' ? 'ended' : 'pending';
  const choose = (chosen: string): void =>
    setAddress(chosen === 'ended' ? { list: 'history' } : {}, { replace: true });
  return (
    <Stack gap="sm">
      <NativeSelect
        label="Show"
        value={pile}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={Object.entries(PILES).map(([value, label]) => ({ value, label }))}
      />
      <Found pile={pile} chosenId={chosenId} />
    </Stack>
  );
}

function Found({ pile, chosenId }: { pile: keyof typeof PILES; chosenId: string | null }) {
  const { propertyId } = useChosenProperty();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['approval', pile],
    queryFn: () => read<ApprovalAnswer[]>(`/approvals?state=${pile}`),
  });
  if (isPending) return <Loading what="approvals" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const shown = data.filter(
    ({ subject }) => propertyId === null || subject.propertyId === propertyId,
  );
  if (shown.length === 0) return <Empty title="Nothing here" hint={EMPTY[pile]} />;
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {plural(shown.length, { one: 'approval' })}
      </Text>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map((approval) => (
          <li key={approval.approvalId}>
            <Card approval={approval} isChosen={approval.approvalId === chosenId} />
          </li>
        ))}
      </Stack>
    </>
  );
}

function Card({ approval, isChosen }: { approval: ApprovalAnswer; isChosen: boolean }) {
  const { search } = useLocation();
  const propertyName = usePropertyName();
  const { approvalId, subject, request, state, openedAt, expiresAt, decidedAt, ...more } = approval;
  const { propertyId } = subject;
  return (
    <CardLink to={`/approvals/${approvalId}${search}`} isChosen={isChosen}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text fw={600}>{headlineOf(approval)}</Text>
        <Badge variant="outline" tt="none">
          {approval.edits?.class ?? subject.class}
        </Badge>
      </Group>
      <Text size="sm">
        {[homeOf(approval), propertyName(propertyId)].filter(Boolean).join(' · ')}
      </Text>
      {request.summary !== '' && (
        <Text size="sm" lineClamp={2}>
          {request.summary}
        </Text>
      )}
      {state === 'pending' ? (
        <>
          <Text size="sm" component="div">
            asked <Time at={openedAt} propertyId={propertyId} />
          </Text>
          <Text size="sm" component="div">
            decide by <Time at={expiresAt} propertyId={propertyId} />
          </Text>
          {more.openQuestions > 0 && <Text size="sm">the resident was asked, no answer yet</Text>}
        </>
      ) : (
        <Text size="sm" component="div">
          {STATES[state]}
          {approval.edits === null ? '' : ' with changes'}
          {approval.decidedByName === null ? '' : ` by ${approval.decidedByName}`}{' '}
          {decidedAt !== null && <Time at={decidedAt} propertyId={propertyId} />}
        </Text>
      )}
    </CardLink>
  );
}
