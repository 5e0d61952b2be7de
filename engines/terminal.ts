import { EngineProblem } from './problem.ts';

/** Prints a line for the person who ran the command. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong: the sentence of a known problem, and everything about a bug. */
function complain(error: unknown): void {
  const isKnown = error instanceof EngineProblem;
  const text = isKnown ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
}

/** Runs a command-line entry point to its end; what it throws is printed and makes the exit code 1. */
export async function asCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    complain(error);
    process.exitCode = 1;
  }
}
