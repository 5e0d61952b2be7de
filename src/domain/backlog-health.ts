import { counted, inSeconds, isWell, type PartFinding, type Waiting } from './part-finding.ts';

const SEND_LATE_MS = 30_000;
const SEND_LOST_MS = 300_000;
const MESSAGE_LATE_MS = 60_000; // a turn takes seconds
const MESSAGE_LOST_MS = 300_000; // design promise 1: after that it is signalled again
const WRITE_LATE_MS = 120_000;
const WRITE_LOST_MS = 900_000;
const SYNC_LATE_MS = 120_000; // it runs every 20 seconds
const READING_LATE_MS = 600_000;

/** Messages of residents that no turn has taken. */
export function judgeMessages({ count, oldestAt }: Waiting, now: number): PartFinding {
  const found = `${counted(count, ['message waits', 'messages wait'])} to be taken up.`;
  const ageMs = oldestAt === null ? 0 : now - Date.parse(oldestAt);
  if (ageMs < MESSAGE_LATE_MS) return isWell(found, oldestAt);
  return {
    ...isWell(found, oldestAt),
    state: ageMs < MESSAGE_LOST_MS ? 'slow' : 'down',
    meaning: 'Residents wait for an answer. Dangers in their words were met at once all the same.',
    remedy: 'See to Temporal and the workers; then these are taken up by themselves.',
  };
}

/** What rings, and whether anybody is there to hear it. */
export function judgeAlerts({
  ringing,
  unheard,
}: {
  ringing: Waiting;
  unheard: Waiting;
}): PartFinding {
  const found = `${counted(ringing.count, ['alert rings', 'alerts ring'])}.`;
  if (unheard.count === 0) return isWell(found, ringing.oldestAt);
  const deaf = counted(unheard.count, ['has nobody to ring', 'have nobody to ring']);
  return {
    ...isWell(`${found} ${deaf}.`, unheard.oldestAt),
    state: 'down',
    meaning: 'Dangers and decisions wait for somebody who happens to look at the desk.',
    remedy:
      'Say on the People page who is on call and who manages; it rings for them from the next ring on.',
  };
}

/** What we said that has not left, and what came of the rest within a day. */
export function judgeSends(
  { states, oldestAt }: { states: Partial<Record<string, number>>; oldestAt: string | null },
  now: number,
): PartFinding {
  const named = Object.entries(SEND_WORDS).flatMap(([state, word]) => {
    const count = states[state] ?? 0;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  const found = named.length > 0 ? `In the last day: ${named.join(', ')}.` : 'Nothing to send.';
  const ageMs = oldestAt === null ? 0 : now - Date.parse(oldestAt);
  if (ageMs >= SEND_LATE_MS) {
    return {
      ...isWell(found, oldestAt),
      state: ageMs < SEND_LOST_MS ? 'slow' : 'down',
      meaning: 'What was said to residents has not left the house.',
      remedy:
        'Look at the channel that it leaves by (npm run doctor -- whatsapp); it is tried again by itself.',
    };
  }
  if ((states['unknown'] ?? 0) + (states['failed'] ?? 0) === 0) return isWell(found, oldestAt);
  return {
    ...isWell(found, oldestAt),
    state: 'attention',
    meaning:
      'Some residents may not have got what was said to them. Nothing is sent twice blindly.',
    remedy:
      'Open those conversations in the inbox: each such line says that it may not have arrived.',
  };
}

const SEND_WORDS: Record<string, string> = {
  queued: 'to be sent',
  sending: 'on their way',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  withheld: 'held back',
  failed: 'refused',
  unknown: 'without a known outcome',
};

/** The writes to a property-management platform. */
export function judgePlatform(
  by: {
    waiting: Waiting;
    blocked: Waiting;
    pause: { byName: string | null; at: string } | null;
    syncedUntil: string | null;
  },
  now: number,
): PartFinding {
  const { waiting, blocked, pause, syncedUntil } = by;
  const found = `${counted(waiting.count, ['write waits', 'writes wait'])}.`;
  const meaning =
    'Work orders and their changes do not reach the platform. They wait in order; none is lost.';
  if (pause) {
    const { byName } = pause;
    return {
      ...isWell(`Held by ${byName ?? 'the staff'}. ${found}`, waiting.oldestAt),
      state: 'down',
      meaning,
      remedy: 'Let the writes go on as soon as the platform is well.',
    };
  }
  if (blocked.count > 0) {
    return {
      ...isWell(
        `The platform refuses our credentials: ${counted(blocked.count, ['write waits', 'writes wait'])} for you. ${found}`,
        blocked.oldestAt,
      ),
      state: 'down',
      meaning,
      remedy: 'Mend the credentials, then let the writes go on.',
    };
  }
  const ageMs = waiting.oldestAt === null ? 0 : now - Date.parse(waiting.oldestAt);
  if (ageMs >= WRITE_LATE_MS) {
    return {
      ...isWell(found, waiting.oldestAt),
      state: ageMs < WRITE_LOST_MS ? 'slow' : 'down',
      meaning,
      remedy:
        'See to Temporal and the workers; if they are well, let the writes go on here, and look at the platform.',
    };
  }
  return judgeSync({ found, oldestAt: waiting.oldestAt, syncedUntil }, now);
}

function judgeSync(
  by: { found: string; oldestAt: string | null; syncedUntil: string | null },
  now: number,
): PartFinding {
  const { found, oldestAt, syncedUntil } = by;
  if (syncedUntil === null) return isWell(`${found} Its changes were not read yet.`, oldestAt);
  const ageMs = now - Date.parse(syncedUntil);
  if (ageMs < SYNC_LATE_MS) return isWell(`${found} Its changes are read.`, oldestAt);
  return {
    ...isWell(`${found} Its changes were last read ${inSeconds(ageMs)} ago.`, oldestAt),
    state: 'slow',
    meaning: 'Residents hear late of vendors, windows and finished work.',
    remedy: 'See to the workers first, then to the platform.',
  };
}

/** Writes whose answer was lost. */
export function judgeAmbiguous({ count, oldestAt }: Waiting): PartFinding {
  if (count === 0) return isWell('None.');
  return {
    ...isWell(
      `${counted(count, ['write', 'writes'])} may or may not have reached the platform.`,
      oldestAt,
    ),
    state: 'attention',
    meaning: 'A work order may be there already. It is looked for and never made twice.',
    remedy:
      'Nothing for some minutes: they are looked up by themselves. What stays unclear comes to a person under Maintenance.',
  };
}

/** Outside calls that never said how they ended. */
export function judgeIntents({ count, oldestAt }: Waiting): PartFinding {
  if (count === 0) return isWell('Every outside call of the last week has its outcome.');
  return {
    ...isWell(
      `${counted(count, ['outside call', 'outside calls'])} of the last week never said how ${count === 1 ? 'it' : 'they'} ended.`,
      oldestAt,
    ),
    state: 'attention',
    meaning:
      'Nothing for residents: each was cut off by a crash or a restart, and its work was done again.',
    remedy: 'npm run audit:verify names each of them.',
  };
}

/** What residents can be answered from. */
export function judgeDocuments(
  { published, reading, failed }: { published: number; reading: Waiting; failed: number },
  now: number,
): PartFinding {
  const found = `${counted(published, ['document', 'documents'])} in use, ${reading.count} being read, ${failed} that cannot be used.`;
  const { oldestAt } = reading;
  const ageMs = oldestAt === null ? 0 : now - Date.parse(oldestAt);
  if (failed === 0 && ageMs < READING_LATE_MS) return isWell(found, oldestAt);
  return {
    ...isWell(found, oldestAt),
    state: failed > 0 ? 'attention' : 'slow',
    meaning: 'Questions that only these documents answer go to people.',
    remedy: 'Open Documents: each file that cannot be used says what to do.',
  };
}
