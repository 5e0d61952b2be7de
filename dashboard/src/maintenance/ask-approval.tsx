import { Anchor, Button, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { Failed } from '../shell/states.tsx';
import { useChange } from './use-change.ts';
import { APPROVALS } from './words.ts';

/** Asks the managers anew about an order that a no, or no answer, keeps back. */
export function AskApproval({ request }: { request: RequestAnswer }) {
  const ask = useChange<undefined>(request, { path: 'approval' });
  const { approval } = request.cost;
  if (!approval) return null;
  return (
    <Stack gap="xs">
      <Text size="sm">
        Its approval ended ({APPROVALS[approval.state]}): the work order is kept back and nobody can
        be sent. Ask again: whoever decides can change the amount and choose the vendor on the page
        of{' '}
        <Anchor component={Link} to="/approvals" size="sm" underline="always">
          approvals
        </Anchor>
        . The resident is told that it waits for a manager.
      </Text>
      <Button
        style={{ alignSelf: 'flex-start' }}
        loading={ask.isPending}
        onClick={() => ask.mutate(undefined)}
      >
        Ask for approval again
      </Button>
      {ask.isSuccess && (
        <Text size="sm" role="status">
          The managers are being asked.
        </Text>
      )}
      {ask.error && <Failed error={ask.error} />}
    </Stack>
  );
}

/** Whether an approval that ended without a yes keeps the order of a request back. */
export const isKeptBack = ({ state, cost }: RequestAnswer): boolean =>
  state === 'needs-person' &&
  (cost.approval?.state === 'rejected' || cost.approval?.state === 'expired');
