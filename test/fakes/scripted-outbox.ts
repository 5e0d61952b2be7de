import { scriptedActivities } from './scripted-activities.ts';

/** A row that waits to be written, and how the platform will take it; a good day unless said otherwise. */
export interface ScriptedRow {
  outboxId: string;
  state?: 'waiting' | 'sending' | 'ambiguous';
  searchGapMs?: number;
  /** How often it is not due yet when asked for. */
  laterTimes?: number;
  /** Called with how often it has been sent; throws when the answer is lost. */
  onSend?: (sent: number) => unknown;
  /** Called with how often it has been searched for; whether it is there. */
  onSearch?: (searched: number) => boolean | Promise<boolean>;
}

interface Row extends ScriptedRow {
  isOpen: boolean;
  attempts: number;
  sent: number;
  searched: number;
}

/** A platform's outbox that keeps its rows' states as the real one does, in the order in which they were queued. */
export function scriptedOutbox(...scripted: ScriptedRow[]) {
  const rows: Row[] = [];
  let emptied: (() => void)[] = [];
  const close = (row: Row): void => {
    row.isOpen = false;
    if (rows.some(({ isOpen }) => isOpen)) return;
    for (const resolve of emptied) resolve();
    emptied = [];
  };
  const queue = (row: ScriptedRow): void => {
    rows.push({ ...row, isOpen: true, attempts: 0, sent: 0, searched: 0 });
  };
  scripted.forEach(queue);
  const find = ({ outboxId }: { outboxId: string }): Row => {
    const row = rows.find((known) => known.outboxId === outboxId);
    if (!row) throw new Error(`no row ${outboxId}`);
    return row;
  };

  const script = scriptedActivities({
    nextWrite: () => {
      const row = rows.find(({ isOpen }) => isOpen);
      if (!row) return { kind: 'none' };
      if (row.laterTimes) {
        row.laterTimes -= 1;
        return { kind: 'later' };
      }
      const { outboxId, attempts, state = 'waiting', searchGapMs = 1_000 } = row;
      return { kind: 'due', outboxId, attempts, state, searchGapMs };
    },
    sendWrite: async (of: { outboxId: string }) => {
      const row = find(of);
      row.state = 'sending';
      row.sent += 1;
      await row.onSend?.(row.sent);
      close(row);
    },
    searchWrite: async (of: { outboxId: string }) => {
      const row = find(of);
      row.searched += 1;
      const isFound = (await row.onSearch?.(row.searched)) ?? false;
      if (isFound) close(row);
      return isFound;
    },
    markAmbiguous: (of: { outboxId: string }) => {
      const row = find(of);
      row.state = 'ambiguous';
      row.attempts += 1;
      return { state: row.state };
    },
    leaveToPerson: (of: { outboxId: string }) => {
      close(find(of));
    },
  });

  return {
    ...script,
    queue,
    /** Resolves when nothing is left to write. */
    emptied(): Promise<void> {
      if (rows.every(({ isOpen }) => !isOpen)) return Promise.resolve();
      return new Promise((resolve) => emptied.push(resolve));
    },
    /** What was done with which row, in order; looking for the next one left out. */
    steps: (): string[] =>
      script.deeds
        .filter(({ name }) => name !== 'nextWrite')
        .map(({ name, input }) => `${name} ${String(input['outboxId'])}`),
  };
}
