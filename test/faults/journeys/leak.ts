import type { Scene } from '../scene.ts';
import { waitFor } from '../world.ts';

/** Reports a leak, confirms it, and a manager who is reminded approves it. */
export async function reportLeak({ ledger, ...scene }: Scene): Promise<void> {
  const { residentId } = ledger.person;
  await scene.write({
    text: 'There is a leak under my kitchen sink, the bucket holds it',
    wants: 'answer',
  });
  await waitFor('the request to wait for its confirmation', () =>
    scene.find(
      `select request_id as found from maintenance_requests
      where resident_id = $1 and question = 'confirm-request'`,
      [residentId],
    ),
  );
  ledger.wantsOrder = true;
  await scene.write({ text: 'yes, that is right', wants: 'answer' });

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
  const digest = await waitFor('the digest of the approval', () =>
    scene.find('select digest as found from approvals where approval_id = $1', [approvalId]),
  );
  const deciding = scene.post({
    as: 'mara',
    path: `/approvals/${approvalId}/decision`,
    body: { decision: 'approve', digest },
  });
  await scene.world.steps.reached({ who: residentId, step: 'decision-posting' });
  const { status } = await deciding;
  if (status === 200) ledger.decided = { approvalId, acknowledgedAt: Date.now() };
  await waitFor('the order to be released', () =>
    scene.find(
      `select work_order_id as found from embedded_platform.work_orders
      where resident_id = $1 and status <> 'Awaiting Approval'`,
      [residentId],
    ),
  );
}
