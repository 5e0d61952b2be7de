import { condition, continueAsNew, log, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { rungAt } from '../../domain/alert.ts';
import { isOutsideFailure } from '../failures.ts';
import { historyIsLong } from '../history.ts';
import { alertNews, alerts } from '../proxies.ts';
import { alertAccepted, type OnCallAlertInput } from './contract.ts';

const MINUTE_MS = 60_000;

/** Rings the people of a ladder, rung by rung and then the last one again, until somebody accepts. */
export async function onCallAlert(input: OnCallAlertInput): Promise<void> {
  let acceptedBy: string | null = null;
  setHandler(alertAccepted, ({ staffId }) => {
    acceptedBy ??= staffId;
  });
  const isAccepted = (): boolean => acceptedBy !== null;

  for (let attempt = input.attempt; !isAccepted(); attempt += 1) {
    const rung = rungAt(input.ladder, attempt);
    if (!rung) return;
    setCurrentDetails(`ringing, attempt ${attempt + 1}: ${rung.contacts.join(', ')}`);
    const { alertId } = input;
    const ring = await alerts.ring({ alertId, attempt, contacts: rung.contacts });
    if (ring === 'already-accepted') return;
    if (ring === 'accepted') await tellResident(alertId);
    await condition(isAccepted, rung.waitMinutes * MINUTE_MS, { summary: 'next contact' });
    if (!isAccepted() && historyIsLong()) {
      return continueAsNew<typeof onCallAlert>({ ...input, attempt: attempt + 1 });
    }
  }
  setCurrentDetails(`accepted by ${acceptedBy}`);
  await alerts.tellAccepted({ alertId: input.alertId });
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
