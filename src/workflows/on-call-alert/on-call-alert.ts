import { condition, continueAsNew, log, setHandler } from '@temporalio/workflow';
import { rungAt, type Rung } from '../../domain/alert.ts';
import { isOutsideFailure } from '../failures.ts';
import { historyIsLong } from '../history.ts';
import { label } from '../label.ts';
import { alertNews, alerts } from '../proxies.ts';
import { alertAccepted, alertClosed, type OnCallAlertInput } from './contract.ts';

const MINUTE_MS = 60_000;

/**
 * Rings the people of a ladder, rung by rung and then the last one again, until somebody accepts or its matter is over. Each
 * ring asks the alert's row first, so that an end whose signal was lost is heard all the same.
 */
export async function onCallAlert(input: OnCallAlertInput): Promise<void> {
  const { alertId, ladder } = input;
  const end = { acceptedBy: '', isClosed: false };
  setHandler(alertAccepted, ({ staffId }) => {
    end.acceptedBy ||= staffId;
  });
  setHandler(alertClosed, () => {
    end.isClosed = true;
  });
  const isEnded = (): boolean => end.acceptedBy !== '' || end.isClosed;

  for (let attempt = input.attempt; !isEnded(); attempt += 1) {
    const rung = rungAt(ladder, attempt);
    if (!rung) return;
    const nextAt = Date.now() + rung.waitMinutes * MINUTE_MS;
    showRing({ rung, attempt, nextAt: new Date(nextAt).toISOString() });
    const ring = await alerts.ring({ alertId, attempt, contacts: rung.contacts });
    end.isClosed ||= ring === 'closed';
    if (end.isClosed || ring === 'already-accepted') break;
    if (ring === 'accepted') await tellResident(alertId);
    await condition(isEnded, leftOf(rung, nextAt), { summary: 'next contact' });
    if (!isEnded() && historyIsLong()) {
      return continueAsNew<typeof onCallAlert>({ ...input, attempt: attempt + 1 });
    }
  }
  if (end.isClosed) label({ state: 'closed', nextDeadlineAt: null });
  else await tellAccepted({ alertId, by: end.acceptedBy });
}

/**
 * How long to wait still: the next ring's hour stands since this one began, however late we heard that it was taken. But
 * whoever heard it only now, because its door was down so long, has a minute.
 */
function leftOf({ waitMinutes }: Rung, nextAt: number): number {
  return Math.max(nextAt - Date.now(), Math.min(waitMinutes, 1) * MINUTE_MS);
}

/** `by` is empty where only the row knew of it. */
async function tellAccepted({ alertId, by }: { alertId: string; by: string }): Promise<void> {
  const details = by === '' ? 'accepted' : `accepted by ${by}`;
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
