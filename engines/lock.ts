import { renameSync, rmSync, unlinkSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineProblem, systemErrorCode } from './problem.ts';
import { createPrivate, readIfPresent, writePrivateNow } from './private-file.ts';
import { commandOf } from './running-command.ts';

const RecordedPartSchema = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  /** Words that its command line holds, so that another process under its id is left alone. */
  marker: z.string().min(1),
});
const Holding = z.object({
  pid: z.number().int().positive(),
  command: z.string(),
  parts: z.array(RecordedPartSchema),
});

/** A process that a start left on record, to be found again after kill -9. */
export type RecordedPart = z.infer<typeof RecordedPartSchema>;

/** The one start that may use a data folder. */
export interface Lock {
  /** What a start that was killed may have left running; on record until `forgetLeftovers`. */
  readonly leftovers: RecordedPart[];
  readonly forgetLeftovers: () => void;
  /** Puts a process on record before anything can go wrong with it. */
  readonly record: (part: RecordedPart) => void;
  readonly release: () => void;
}

/**
 * Takes the data folder for this process, also from a start that is no longer alive.
 * @throws EngineProblem when another start is running on it
 */
export async function lockDataFolder(folder: string): Promise<Lock> {
  const path = lockFileOf(folder);
  const leftovers = await takeOver(path);
  const holding = {
    pid: process.pid,
    command: (await commandOf(process.pid)) ?? '',
    parts: [...leftovers],
  };
  if (!(await createPrivate(path, JSON.stringify(holding)))) throw inUse(folder);
  const save = () => writePrivateNow(path, JSON.stringify(holding));
  return {
    leftovers,
    forgetLeftovers: () => {
      holding.parts = holding.parts.filter((part) => !leftovers.includes(part));
      save();
    },
    record: (part) => {
      // One that is started again takes the place of the one that ended.
      const isReplaced = (one: RecordedPart): boolean =>
        one.name === part.name && !leftovers.includes(one);
      holding.parts = [...holding.parts.filter((one) => !isReplaced(one)), part];
      save();
    },
    release: () => rmSync(path, { force: true }),
  };
}

/** The id of the start that uses the folder now; null when none does. */
export async function holderOf(folder: string): Promise<number | null> {
  const text = await readIfPresent(lockFileOf(folder));
  return text === null ? null : livingHolder(text);
}

/** What is on record as running, by the start that holds the folder or by one that was killed. */
export async function recordedParts(folder: string): Promise<RecordedPart[]> {
  return parse(await readIfPresent(lockFileOf(folder)))?.parts ?? [];
}

function lockFileOf(folder: string): string {
  return join(folder, 'lock.json');
}

function parse(text: string | null): z.infer<typeof Holding> | null {
  try {
    return Holding.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null; // not JSON
  }
}

/** A live process under the id counts only with the same command: ids are given out again. */
async function livingHolder(text: string): Promise<number | null> {
  const holding = parse(text);
  if (!holding || holding.pid === process.pid) return null;
  const command = await commandOf(holding.pid);
  return command !== null && command === holding.command ? holding.pid : null;
}

/** Moves a dead holder's file aside and says what was on it. */
async function takeOver(path: string): Promise<RecordedPart[]> {
  const folder = join(path, '..');
  const text = await readIfPresent(path);
  if (text === null) return [];
  if ((await livingHolder(text)) !== null) throw inUse(folder);
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch((error: unknown) => {
    throw systemErrorCode(error) === 'ENOENT' ? inUse(folder) : error; // another start was quicker
  });
  if ((await readIfPresent(aside)) !== text) {
    renameSync(aside, path); // another start was quicker, and what we moved was its lock
    throw inUse(folder);
  }
  unlinkSync(aside);
  return parse(text)?.parts ?? [];
}

function inUse(folder: string): EngineProblem {
  return new EngineProblem(
    `Night Porter is already running on ${folder}: stop it with Ctrl-C where it runs, or set NIGHTPORTER_DATA to another folder.`,
  );
}
