import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordCall, type AuditLog } from '../../../src/ports/audit-log.ts';
import type { RecordedEntry } from '../../../src/ports/audit-trail.ts';

/** A record with a clock that the suite moves. */
export interface AuditLogUnderTest {
  auditLog: AuditLog;
  pass(ms: number): void;
  /** A chain's entries, oldest first. */
  entries(chain: string): Promise<RecordedEntry[]>;
  close(): Promise<void>;
}

/** What every record of facts owes (design promise 10): added to only, chained, and able to say what is wrong with it. */
export function auditLogContract(name: string, make: () => Promise<AuditLogUnderTest>): void {
  describe(`audit log: ${name}`, () => {
    let subject: AuditLogUnderTest;
    let auditLog: AuditLog;
    beforeAll(async () => {
      subject = await make();
      ({ auditLog } = subject);
    });
    afterAll(() => subject.close());

    const append = (chain: string, key: string, event = 'unit.inspected') =>
      auditLog.append({ chain, key, event, facts: { key, isDone: true, score: 1.5, by: null } });
    const faultsOf = async (chain: string) =>
      (await auditLog.verify()).filter((fault) => fault.chain === chain);

    it('keeps what it was told, in its order, each entry tied to the one before', async () => {
      for (const key of ['first', 'second', 'third']) await append('told', key);
      const entries = await subject.entries('told');
      expect(entries.map(({ key, position }) => [key, position])).toEqual([
        ['first', 1],
        ['second', 2],
        ['third', 3],
      ]);
      expect(entries[0]).toMatchObject({
        event: 'unit.inspected',
        facts: { key: 'first', isDone: true, score: 1.5, by: null },
        previousHash: '',
      });
      expect(entries.slice(1).map(({ previousHash }) => previousHash)).toEqual(
        entries.slice(0, -1).map(({ hash }) => hash),
      );
    });

    it('keeps the same event once, also when told at the same time', async () => {
      await Promise.all([append('once', 'same'), append('once', 'same'), append('once', 'same')]);
      await append('once', 'same');
      expect(await subject.entries('once')).toHaveLength(1);
    });

    it('takes the same key on another chain for another event', async () => {
      await append('one', 'same');
      await append('other', 'same');
      expect(await subject.entries('one')).toHaveLength(1);
      expect(await subject.entries('other')).toHaveLength(1);
    });

    it('stays whole while many write to one chain at once', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, index) => append('busy', `entry-${index}`)));
      const entries = await subject.entries('busy');
      expect(entries.map(({ position }) => position)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      expect(await faultsOf('busy')).toEqual([]);
    });

    it('reports an intent that has no outcome after five minutes, and no other', async () => {
      await append('calls', 'lost/started', 'call.started');
      await append('calls', 'answered/started', 'call.started');
      await append('calls', 'answered/ended', 'call.ended');
      await append('calls', 'work-order.started/1', 'work-order.started');
      await append('calls', 'work-order.ended/1', 'work-order.ended');
      subject.pass(5 * 60_000);
      expect(await faultsOf('calls')).toEqual([]);
      subject.pass(1);
      const fault = 'intent-without-outcome';
      expect(await faultsOf('calls')).toEqual([{ chain: 'calls', position: 1, fault }]);
      await append('calls', 'lost/ended', 'call.ended');
      expect(await faultsOf('calls')).toEqual([]);
    });

    it('takes a call of ours with its outcome, also one that failed, and is whole after it', async () => {
      const call = (key: string) => ({
        auditLog,
        chain: 'ours',
        key,
        facts: { operation: 'look' },
      });
      const told = (count: number) => ({ count });
      expect(await recordCall({ ...call('good'), told }, async () => 7)).toBe(7);
      const failing = recordCall(call('bad'), () => Promise.reject(new TypeError('no answer')));
      await expect(failing).rejects.toThrow('no answer');
      const entries = await subject.entries('ours');
      expect(entries.map(({ event, facts }) => [event, facts['outcome'], facts['count']])).toEqual([
        ['call.started', undefined, undefined],
        ['call.ended', 'ok', 7],
        ['call.started', undefined, undefined],
        ['call.ended', 'TypeError', undefined],
      ]);
      subject.pass(3_600_000);
      expect(await faultsOf('ours')).toEqual([]);
    });
  });
}
