import { ConfigInvalid, loadConfig, type Config } from './config.ts';
import { logger, setLogLevel } from './logger.ts';

/** A part of the house that runs until it is stopped. */
export interface RunningPart {
  /** Where it listens, when it does. */
  url?: string;
  /** Lines for the start screen. */
  lines?: string[];
  /** Finishes what is under way, then ends. */
  stop(): Promise<void>;
}

/**
 * Runs a part as a process: reads the configuration, says over IPC when it is ready or why it refuses, stops once at
 * SIGTERM, SIGINT, or when whoever started it is gone.
 */
export async function runPart(start: (config: Config) => Promise<RunningPart>): Promise<void> {
  // Whoever started us may be gone before we are up: then there is nobody to be up for.
  const giveUp = (): never => process.exit(1);
  process.once('disconnect', giveUp);
  let part: RunningPart;
  try {
    const config = loadConfig();
    setLogLevel(config.LOG_LEVEL);
    part = await start(config);
  } catch (error) {
    refuse(error);
    return;
  }
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    part.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error: messageOf(error) }, 'part did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.off('disconnect', giveUp);
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(signal, stop);
  if (process.send) process.send({ kind: 'ready', url: part.url, lines: part.lines ?? [] });
  else process.stderr.write(`${(part.lines ?? []).join('\n')}\n`); // started by hand, as in a container
}

function refuse(error: unknown): void {
  const reason = messageOf(error);
  if (!(error instanceof ConfigInvalid)) logger.fatal({ err: error }, 'part could not start');
  if (process.send) process.send({ kind: 'refused', reason }, () => process.exit(1));
  else {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
