import { createHash } from 'node:crypto';
import type { ApprovalSubject } from '../../../domain/approval.ts';
import type { approvals, maintenanceRequests } from './tables/requests.ts';

/** What of a request is shown with its approval, its words as they are sealed. */
type ShownRequest = Pick<
  typeof maintenanceRequests.$inferSelect,
  'class' | 'trade' | 'issue' | 'wordsSealed'
>;

/**
 * What a decision would be about now: while it waits the request's class and trade as they stand, and a digest of all that
 * is shown; once it has ended what was decided. The words enter as they are sealed, anew with each change of them: nobody
 * can try guesses at words on the digest, not even after their person was forgotten.
 */
export function standingOf(
  approval: Pick<typeof approvals.$inferSelect, 'state' | 'subject' | 'digest'>,
  request: ShownRequest,
): { subject: ApprovalSubject; digest: string } {
  const { subject, digest } = approval;
  if (approval.state !== 'pending') return { subject, digest };
  const { class: standing, trade, issue, wordsSealed } = request;
  const words = createHash('sha256').update(wordsSealed).digest('hex');
  const shown = JSON.stringify([digest, standing, trade, issue, words]);
  return {
    subject: { ...subject, class: standing, trade },
    digest: createHash('sha256').update(shown).digest('hex'),
  };
}
