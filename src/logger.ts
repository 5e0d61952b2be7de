import { pino } from 'pino';

/** One JSON line a fact: a constant lower-case phrase and our own ids; never words, names, numbers or prompts. */
export const logger = pino({ base: null, messageKey: 'event' });

/** Sets how much is logged; called once at start, from the configuration. */
export function setLogLevel(level: string): void {
  logger.level = level;
}
