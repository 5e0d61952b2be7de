import type { Payload, PayloadCodec } from '@temporalio/common';
import type { RecordedRun } from '../replay/histories.ts';

/** What an activity answered, as the history of its run tells. */
export interface ActivityAnswer {
  activity: string;
  /** As it was before it was encoded; undefined for nothing. */
  answer: unknown;
}

const AS_IT_IS: Pick<PayloadCodec, 'decode'> = { decode: async (payloads) => payloads };

/** The answers of all activities of a run, in the order in which they came, decoded where they were sealed. */
export async function answersIn(
  { events }: RecordedRun,
  { decode }: Pick<PayloadCodec, 'decode'> = AS_IT_IS,
): Promise<ActivityAnswer[]> {
  const all = events ?? [];
  const answers: ActivityAnswer[] = [];
  for (const { activityTaskCompletedEventAttributes: completed } of all) {
    if (!completed) continue;
    const [payload] = await decode([...(completed.result?.payloads ?? [])]);
    const activity = nameOf(all, String(completed.scheduledEventId));
    answers.push({ activity, answer: readJson(payload) });
  }
  return answers;
}

function nameOf(events: NonNullable<RecordedRun['events']>, eventId: string): string {
  const scheduled = events.find((event) => String(event.eventId) === eventId);
  return scheduled?.activityTaskScheduledEventAttributes?.activityType?.name ?? 'unknown';
}

function readJson(payload: Payload | undefined): unknown {
  const text = Buffer.from(payload?.data ?? []).toString();
  return text === '' ? undefined : JSON.parse(text);
}
