import { z } from 'zod';
import type { Scene } from '../scene.ts';
import { waitFor } from '../world.ts';

const Shown = z.object({ digest: z.string() });

/** Reports a leak, confirms it, and a manager who is reminded approves it. */
export async function reportLeak(scene: Scene): Promise<void> {
  const { ledger } = scene;
  const { residentId } = ledger.person;
  // A dead model or platform hands the resident to a person, which is said to them; they try again.
  await persist(scene, {
    text: 'There is a leak under my kitchen sink, the bucket holds it',
    hasCome: "question = 'confirm-request'",
  });
  await persist(scene, { text: 'yes, that is right', hasCome: "state <> 'awaiting-confirmation'" });
  ledger.wantsOrder = true;

  // A clock that was wrong when the request opened may have put the reminder far off; then nobody waits for it.
  const approvalId = await waitFor('a manager to be reminded', () =>
    scene.find(
      `select p.approval_id as found from approvals p
      join maintenance_requests r using (request_id)
      left join alerts a on a.dedupe_key = 'approval/' || p.approval_id || '/reminded'
      where r.resident_id = $1 and (a.alert_id is not null or p.remind_at > now() + interval '1 minute')`,
      [residentId],
    ),
  );
  const shown = await scene.read({ as: 'mara', path: `/approvals/${approvalId}` });
  const { digest } = Shown.parse(shown.body);
  const deciding = scene.post({
    as: 'mara',
    path: `/approvals/${approvalId}/decision`,
    body: { decision: 'approve', digest },
  });
  await scene.world.steps.reached({ who: residentId, step: 'decision-posting' });
  const { status } = await deciding;
  if (status === 200) ledger.decided = { approvalId, acknowledgedAt: Date.now() };
  await waitFor('the order to be released, or left to a person', () =>
    scene.find(
      `select work_order_id as found from embedded_platform.work_orders
      where resident_id = $1 and status <> 'Awaiting Approval'
      union all select outbox_id from platform_outbox join maintenance_requests using (request_id)
      where resident_id = $1 and platform_outbox.state = 'needs-human'`,
      [residentId],
    ),
  );
}

const TIMES_MAX = 4;
const SHOWS_WITHIN_MS = 10_000;

/** Writes the same again until the request stands as it should. @throws Stalled when it never does */
async function persist(scene: Scene, by: { text: string; hasCome: string }): Promise<void> {
  const isSo = () =>
    scene.find(
      `select request_id as found from maintenance_requests where resident_id = $1 and ${by.hasCome}`,
      [scene.ledger.person.residentId],
    );
  for (let times = 1; times < TIMES_MAX; times += 1) {
    const [id = ''] = await scene.write({ text: by.text, wants: 'answer' });
    await scene.settled(id);
    const found = await waitFor('it to show', isSo, SHOWS_WITHIN_MS).catch(() => null);
    if (found !== null) return;
  }
  await waitFor(`a request with ${by.hasCome}`, isSo);
}
