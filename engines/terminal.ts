import { EngineProblem, systemErrorCode } from './problem.ts';

/** Prints a line for the person who ran the command. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong: the sentence of a known problem, and everything about a bug. */
function complain(error: unknown): void {
  const isKnown = error instanceof EngineProblem || isMistypedOption(error);
  const text = isKnown ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
}

/** Runs a command-line entry point to its end; what it throws is printed and makes the exit code 1. */
export async function asCommand(command: () => Promise<void>): Promise<void> {
  // A reader that has gone (`npm start | head`) must not end us before what was started is stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  try {
    await command();
  } catch (error) {
    complain(error);
    process.exitCode = 1;
  }
}

function ignoreClosedPipe(error: Error): void {
  if (systemErrorCode(error) !== 'EPIPE') throw error;
}

/** What `parseArgs` throws over an option that it does not know: its sentence is for whoever typed it. */
function isMistypedOption(error: unknown): error is Error {
  return systemErrorCode(error)?.startsWith('ERR_PARSE_ARGS_') ?? false;
}
