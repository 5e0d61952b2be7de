import type { Scene } from '../scene.ts';
import { waitFor } from '../world.ts';

/** Smells gas; nobody accepts the alert until it has rung again. */
export async function smellGas({ ledger, ...scene }: Scene): Promise<void> {
  const { residentId } = ledger.person;
  ledger.wantsOrder = true;
  await scene.write({ text: 'I smell gas in the kitchen', wants: 'warning' });
  const alertId = await waitFor('the alert to ring again', () =>
    scene.find(
      `select a.alert_id as found from alerts a
      join conversations c using (conversation_id)
      join alert_rings g on g.alert_id = a.alert_id and g.attempt = 1
      where c.resident_id = $1 and a.kind = 'danger'`,
      [residentId],
    ),
  );
  await scene.post({ as: 'theo', path: `/alerts/${alertId}/accept` });
  await waitFor('the resident to be told that somebody has it', () =>
    scene.find(
      `select send_id as found from sends where dedupe_key = 'accepted/' || $1
      and state not in ('queued', 'sending')`,
      [alertId],
    ),
  );
}
