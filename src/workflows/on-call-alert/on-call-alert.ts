import { condition, continueAsNew, log, setHandler } from '@temporalio/workflow';
import { rungAt, type Rung } from '../../domain/alert.ts';
import { isOutsideFailure } from '../failures.ts';
import { historyIsLong } from '../history.ts';
import { label } from '../label.ts';
import { alertNews, alerts } from '../proxies.ts';
import { alertAccepted, type OnCallAlertInput } from './contract.ts';

const MINUTE_MS = 60_000;

/**
 * Rings the people of a ladder, rung by rung and then the last one again, until somebody accepts. Each ring asks the
 * alert's row first, so that an acceptance whose signal was lost is heard all the same.
 */
export async function onCallAlert(input: OnCallAlertInput): Promise<void> {
  const { alertId, ladder } = input;
  let acceptedBy: string | null = null;
  setHandler(alertAccepted, ({ staffId }) => {
    acceptedBy ??= staffId;
  });
  const isAccepted = (): boolean => acceptedBy !== null;

  for (let attempt = input.attempt; !isAccepted(); attempt += 1) {
    const rung = rungAt(ladder, attempt);
    if (!rung) return;
    const waitMs = rung.waitMinutes * MINUTE_MS;
    showRing({ rung, attempt, nextAt: new Date(Date.now() + waitMs).toISOString() });
    const ring = await alerts.ring({ alertId, attempt, contacts: rung.contacts });
    if (ring === 'closed') return label({ state: 'closed', nextDeadlineAt: null });
    if (ring === 'already-accepted') break;
    if (ring === 'accepted') await tellResident(alertId);
    await condition(isAccepted, waitMs, { summary: 'next contact' });
    if (!isAccepted() && historyIsLong()) {
      return continueAsNew<typeof onCallAlert>({ ...input, attempt: attempt + 1 });
    }
  }
  const details = acceptedBy === null ? 'accepted' : `accepted by ${String(acceptedBy)}`;
  label({ state: 'accepted', nextDeadlineAt: null, details });
  await alerts.tellAccepted({ alertId });
}

function showRing(by: { rung: Rung; attempt: number; nextAt: string }): void {
  const contacts = by.rung.contacts.join(', ');
  const details = `ringing, attempt ${by.attempt + 1}: ${contacts}; again at ${by.nextAt}`;
  label({ state: 'ringing', nextDeadlineAt: by.nextAt, details });
}

// A resident who cannot be told must not keep the next contact asleep; the next ring that is taken tells them.
async function tellResident(alertId: string): Promise<void> {
  try {
    await alertNews.tellAlerted({ alertId });
  } catch (error) {
    if (!isOutsideFailure(error)) throw error;
    log.warn('resident could not be told of the alert', { alertId });
  }
}
