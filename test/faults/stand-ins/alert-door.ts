import { z } from 'zod';
import { openDoor, type Door } from './http-door.ts';

/** A call that reached the alert's door. */
export interface Ring {
  at: number;
  alertId: string;
  attempt: number;
  kind: string;
}

/** The door that alerts are posted to, and its own ledger. */
export interface AlertDoor extends Door {
  rings: Ring[];
}

const Body = z.object({
  alert: z.object({ alertId: z.string(), attempt: z.number(), kind: z.string() }),
});

/** Opens the door; `onRing` runs before it answers. */
export async function openAlertDoor(onRing: (ring: Ring) => Promise<void>): Promise<AlertDoor> {
  const rings: Ring[] = [];
  const door = await openDoor(async ({ body }) => {
    const { alert } = Body.parse(JSON.parse(body));
    const ring = { at: Date.now(), ...alert };
    rings.push(ring);
    await onRing(ring);
    return { status: 200, value: { ok: true } };
  });
  return { ...door, rings };
}
