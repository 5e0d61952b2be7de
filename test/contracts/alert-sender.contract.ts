import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert, AlertSender } from '../../src/ports/alert-sender.ts';

/** What arrived where an alert was sent to. */
export interface Heard {
  alertId: string;
  attempt: number;
  contacts: string[];
  /** Whether it is marked as one that has nobody to ring. */
  isUnheard: boolean;
}

/** An alert sender with what stands behind it, and what the suite may know of both. */
export interface AlertSenderUnderTest {
  sender: AlertSender;
  /** What it says of a ring that somebody hears. */
  taken: 'accepted' | 'recorded';
  /** Makes an alert that may be rung for. */
  anAlert(): Promise<Alert>;
  /** What arrived of an alert, each ring once, as whoever listens there tells them apart. */
  heard(alertId: string): Promise<Heard[]>;
  /** The same sender while nothing behind it answers. */
  broken(): AlertSender;
  close(): Promise<void>;
}

/** What every alert sender owes. */
export function alertSenderContract(name: string, make: () => Promise<AlertSenderUnderTest>): void {
  describe(`alert sender: ${name}`, () => {
    let subject: AlertSenderUnderTest;
    beforeAll(async () => {
      subject = await make();
    });
    afterAll(() => subject.close());

    const ringOf = ({ alertId, attempt, contacts }: Alert): Heard => ({
      alertId,
      attempt,
      contacts,
      isUnheard: contacts.length === 0,
    });

    it('hands on whom an alert rings, and at which attempt', async () => {
      const alert = await subject.anAlert();
      expect(await subject.sender.send(alert)).toBe(subject.taken);
      expect(await subject.heard(alert.alertId)).toEqual([ringOf(alert)]);
    });

    // A retry, or a worker that was lost half way, sends a ring again.
    it('makes one ring of one that is sent twice, and two of two attempts', async () => {
      const alert = await subject.anAlert();
      const next = { ...alert, attempt: 1 };
      for (const ring of [alert, alert, next, next]) {
        expect(await subject.sender.send(ring)).toBe(subject.taken);
      }
      expect(await subject.heard(alert.alertId)).toEqual([ringOf(alert), ringOf(next)]);
    });

    // Safety: "has been alerted" must not be said of an alert that rings nobody.
    it('hands on an alert with nobody to ring, marked so, and never says that it was taken', async () => {
      const alert = { ...(await subject.anAlert()), contacts: [] };
      expect(await subject.sender.send(alert)).toBe('nobody');
      expect(await subject.heard(alert.alertId)).toEqual([ringOf(alert)]);
    });

    it('fails when nothing answers, and leaves no ring behind', async () => {
      const alert = await subject.anAlert();
      await expect(subject.broken().send(alert)).rejects.toThrow();
      expect(await subject.heard(alert.alertId)).toEqual([]);
      expect(await subject.sender.send(alert)).toBe(subject.taken);
    });
  });
}
