import type { JourneyLedger } from '../ledger.ts';
import type { Arrival } from '../stand-ins/channel.ts';
import type { Finding } from './finding.ts';
import type { PersonRecord, SendRecord } from './record.ts';

/** What a journey is judged by: the harness's ledger, the channel's, and the product's record. */
export interface Evidence {
  ledger: JourneyLedger;
  arrivals: Arrival[];
  record: PersonRecord;
}

const HANDED_OVER = ['sent', 'delivered', 'read'];
const OPEN = ['queued', 'sending'];

/** Not lost, answered: every acknowledged message is a row, was taken by a turn that ended, and brought what it must. */
export function judgeMessages({ ledger, record }: Evidence): Finding[] {
  return ledger.acknowledged.flatMap(({ providerMessageId: id, wants }): Finding[] => {
    const rows = record.messages.filter((row) => row.provider_message_id === id);
    const [row] = rows;
    if (!row) return [{ kind: 'message lost', what: `${id} was acknowledged and has no row` }];
    if (rows.length > 1) return [{ kind: 'reply doubled', what: `${id} has several rows` }];
    if (!row.is_settled) {
      return [{ kind: 'message lost', what: `${row.message_id} was taken by no turn that ended` }];
    }
    const isAnswered = record.sends.some(
      ({ position, state }) => position > row.position && !OPEN.includes(state),
    );
    return isAnswered || wants === 'silence'
      ? []
      : [{ kind: 'message unanswered', what: `nothing was said after ${row.message_id}` }];
  });
}

/** Once: no send leaves twice but a warning that says so of itself, and no turn has two replies. */
export function judgeSends({ ledger, arrivals, record }: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const send of record.sends) {
    const times = arrivals.filter(({ sendId }) => sendId === send.send_id).length;
    const allowed = send.purpose === 'safety' ? 1 + send.resends : 1;
    const what = `${send.purpose} ${send.send_id} (${send.state}) arrived ${times} times`;
    if (times > allowed) findings.push({ kind: 'reply doubled', what });
    if (isLost(send, { times, isHeld: ledger.held !== null })) {
      findings.push({ kind: 'reply lost', what });
    }
    if (send.state === 'withheld' && times > 0) findings.push({ kind: 'silence broken', what });
  }
  const known = new Set(record.sends.map(({ send_id: id }) => id));
  for (const { sendId } of arrivals.filter((arrival) => !known.has(arrival.sendId))) {
    findings.push({ kind: 'reply doubled', what: `${sendId} arrived and stands nowhere` });
  }
  return [...findings, ...doubledTurns(record.sends), ...doubledNews({ arrivals, record })];
}

function isLost(send: SendRecord, { times, isHeld }: { times: number; isHeld: boolean }): boolean {
  if (OPEN.includes(send.state) || send.state === 'failed') return true;
  if (send.state === 'withheld') return !isHeld;
  return HANDED_OVER.includes(send.state) && times === 0;
}

function doubledTurns(sends: SendRecord[]): Finding[] {
  const replies = sends.filter(({ purpose, turn_id: id }) => purpose === 'reply' && id !== null);
  const byTurn = Map.groupBy(replies, ({ turn_id: id }) => id);
  return [...byTurn].flatMap(([turnId, made]): Finding[] =>
    made.length > 1 ? [{ kind: 'reply doubled', what: `turn ${turnId} has several replies` }] : [],
  );
}

/** The same news in other rows is the same news twice; an answer may be given twice to who asks twice. */
function doubledNews({ arrivals, record }: Pick<Evidence, 'arrivals' | 'record'>): Finding[] {
  const news = new Set(
    record.sends.filter(({ purpose }) => purpose === 'news').map(({ send_id: id }) => id),
  );
  const byText = Map.groupBy(
    arrivals.filter(({ sendId }) => news.has(sendId)),
    ({ text }) => text,
  );
  return [...byText.values()].flatMap((same): Finding[] => {
    const ids = new Set(same.map(({ sendId }) => sendId));
    if (ids.size < 2) return [];
    return [{ kind: 'reply doubled', what: `the same news left as ${[...ids].join(' and ')}` }];
  });
}

/** Silent after takeover: nothing of the bot's leaves between the answer to a takeover and the release. */
export function judgeSilence({ ledger, arrivals, record }: Evidence): Finding[] {
  const { held } = ledger;
  if (!held) return [];
  const until = held.releasedAt ?? Number.POSITIVE_INFINITY;
  return arrivals
    .filter(({ at }) => at > held.acknowledgedAt && at < until)
    .filter(({ sendId }) => !held.alreadySending.includes(sendId))
    .flatMap(({ sendId, at }): Finding[] => {
      const purpose = record.sends.find(({ send_id: id }) => id === sendId)?.purpose;
      if (purpose === 'staff' || purpose === 'safety') return [];
      const after = at - held.acknowledgedAt;
      return [{ kind: 'silence broken', what: `${sendId} left ${after} ms after the takeover` }];
    });
}

/** A replaced document is told no more once its successor was seen published. */
export function judgeDocuments({ ledger, arrivals, record }: Evidence): Finding[] {
  return ledger.asked.flatMap(({ providerMessageId, allowed, forbidden }): Finding[] => {
    const turn = record.messages.find((row) => row.provider_message_id === providerMessageId);
    const replies = record.sends.filter(
      ({ turn_id: id, purpose }) => id !== null && id === turn?.turn_id && purpose === 'reply',
    );
    const said = arrivals.filter(({ sendId }) => replies.some(({ send_id: id }) => id === sendId));
    const text = said.map((arrival) => arrival.text).join('\n');
    if (forbidden.some((words) => text.includes(words))) {
      return [{ kind: 'stale document told', what: `in the answer to ${providerMessageId}` }];
    }
    const isToldSo = allowed.some((words) => text.includes(words));
    const isExcused =
      record.handOffs.length > 0 || replies.some(({ state }) => state === 'unknown');
    return isToldSo || isExcused
      ? []
      : [
          {
            kind: 'message unanswered',
            what: `${providerMessageId} has neither answer nor person`,
          },
        ];
  });
}
