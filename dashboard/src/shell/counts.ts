import { useQuery } from '@tanstack/react-query';
import type { AlertRow } from '../../../src/api/answers/alert.ts';
import type { ApprovalRow } from '../../../src/api/answers/approval.ts';
import type { InboxCounts } from '../../../src/api/answers/inbox.ts';
import { read } from './client.ts';
import { useSession } from './session.tsx';

/** What waits for a person, by where it is found. */
export interface Counts {
  inbox: number;
  mine: number;
  /** Of mine: given to this person, who has not begun. */
  given: number;
  alerts: number;
  approvals: number;
  /** All of it, for the tab. */
  waiting: number;
}

const NOTHING: InboxCounts = { needsPerson: 0, mine: 0, given: 0 };

/** Counts of what waits at this person's properties, live; zero for what they may not see. */
export function useCounts(): Counts {
  const { may } = useSession();
  const inbox = useQuery({
    queryKey: ['conversation', 'counts'],
    queryFn: () => read<InboxCounts>('/conversations/counts'),
    enabled: may('conversation.read'),
  });
  const alerts = useQuery({
    queryKey: ['alert', 'ringing'],
    queryFn: () => read<AlertRow[]>('/alerts?state=ringing'),
    enabled: may('alert.read'),
  });
  const approvals = useQuery({
    queryKey: ['approval', 'pending'],
    queryFn: () => read<ApprovalRow[]>('/approvals?state=pending'),
    enabled: may('approval.read'),
  });
  const { needsPerson, mine, given } = inbox.data ?? NOTHING;
  const counts = {
    inbox: needsPerson,
    mine,
    given,
    alerts: alerts.data?.length ?? 0,
    approvals: approvals.data?.length ?? 0,
  };
  return { ...counts, waiting: counts.inbox + counts.given + counts.alerts + counts.approvals };
}
