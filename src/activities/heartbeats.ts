import { heartbeat } from '@temporalio/activity';

const BEAT_MS = 2_000;

/** Beats while `run` waits for somebody outside, so that a lost worker is noticed in seconds and not at the timeout. */
export async function beating<Result>(run: () => Promise<Result>): Promise<Result> {
  heartbeat();
  const timer = setInterval(() => heartbeat(), BEAT_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}
