import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';

/** Messages of one person within this time are one burst: they are sent without waiting for an answer. */
const BURST_MINUTES = 1;

const Message = z.strictObject({
  /** When in the day it is written, on a clock of 24 hours: "07:45". */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "07:45"'),
  /** The booking id of a resident of the sample. */
  resident: z.string().min(1),
  text: z.string(),
  /** What the writer had in mind, for whoever reads the table. */
  kind: z.string().min(1),
});

/** A message of the day. */
export type DayMessage = z.infer<typeof Message>;

const Day = z.array(Message).min(1, 'must hold at least one message');

/**
 * The messages of a file.
 * @throws EngineProblem naming the message and the field, both counted as a reader counts
 */
export async function readDay(path: string): Promise<DayMessage[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EngineProblem(`${path} cannot be read: is the path right?`, { cause });
  });
  const { success, data, error } = Day.safeParse(parsed({ path, text }));
  if (success) return data;
  const [issue] = error.issues;
  const [index, field] = issue?.path ?? [];
  const where = typeof index === 'number' ? `message ${index + 1}` : 'the list';
  const what = field === undefined ? '' : `, field ${String(field)}`;
  throw new EngineProblem(`${path}, ${where}${what}: ${issue?.message ?? 'not understood'}.`);
}

function parsed({ path, text }: { path: string; text: string }): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineProblem(
      `${path} is no JSON: it needs a list of {"at", "resident", "text", "kind"}.`,
      { cause },
    );
  }
}

/** A day as bursts in the order of their first message; a burst is one person's messages without a pause between. */
export function burstsOf(day: readonly DayMessage[]): DayMessage[][] {
  const bursts: DayMessage[][] = [];
  const open = new Map<string, DayMessage[]>();
  for (const message of day.toSorted((one, other) => minuteOf(one) - minuteOf(other))) {
    const burst = open.get(message.resident);
    const last = burst?.at(-1);
    if (burst && last && minuteOf(message) - minuteOf(last) <= BURST_MINUTES) {
      burst.push(message);
      continue;
    }
    const begun = [message];
    bursts.push(begun);
    open.set(message.resident, begun);
  }
  return bursts;
}

function minuteOf({ at }: DayMessage): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return hours * 60 + minutes;
}
