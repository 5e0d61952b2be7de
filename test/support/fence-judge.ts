import type { FenceHouse } from './fence-house.ts';

/** A takeover as whoever took over knows it: from its answer to the moment in which the release was asked for. */
export interface Silence {
  takeoverId: string;
  /** What its answer named as already on its way. */
  listed: Set<string>;
  from: number;
  to: number;
}

/** What is wrong with everything that left, and what of the fence the story came upon. */
export interface Judged {
  wrong: string[];
  withheld: number;
  drafts: number;
  listed: number;
  saidFreely: number;
}

interface Told {
  house: FenceHouse;
  conversations: Record<string, string>;
  silences: Silence[];
}

/** Judges the whole record of sends: by what reached the phone, and by the order in which the rows were committed. */
export async function judgeStory({ house, conversations, silences }: Told): Promise<Judged> {
  const { postgres } = house.records;
  const ids = Object.values(conversations);
  const rows = await postgres.query(
    `select s.send_id, s.purpose, s.state, s.dedupe_key, s.news ->> 'kind' as news,
      t.takeover_id as over, d.danger_id is not null as is_old
    from sends s
      left join takeovers t on t.conversation_id = any($1)
      left join dangers d on d.danger_id = s.news ->> 'dangerId' and d.opened_at < t.opened_at
    where s.conversation_id = any($1)`,
    [ids],
  );
  /** Whether the assistant may say it under that takeover. */
  const passes = (sendId: string, takeoverId: string): boolean => {
    const row = rows.find(({ send_id: id, over }) => id === sendId && over === takeoverId);
    return row?.['purpose'] === 'staff' || (row?.['purpose'] === 'safety' && !row['is_old']);
  };
  const sends = [...new Map(rows.map((row) => [String(row['send_id']), row])).values()];
  const { left } = house.faults;
  const heard = left.flatMap(({ sendId, order }) =>
    silences.flatMap(({ takeoverId, listed, from, to }) =>
      order > from && order < to && !listed.has(sendId) && !passes(sendId, takeoverId)
        ? [`${sendId} reached the phone under a takeover`]
        : [],
    ),
  );
  const dangers = await postgres.query(
    'select danger_id, hazard from dangers where conversation_id = any($1)',
    [ids],
  );
  const timesLeft = (sendId: unknown): number =>
    left.filter((each) => each.sendId === sendId).length;
  const warnings = dangers.flatMap(({ danger_id: dangerId, hazard }) => {
    const warning = sends.find((send) => send['dedupe_key'] === `safety/${String(dangerId)}`);
    const times = timesLeft(warning?.['send_id']);
    return times === 1 || times === 2 ? [] : [`warned ${times} times of ${String(hazard)}`];
  });
  const doubled = sends
    .filter(({ purpose, send_id: id }) => purpose !== 'safety' && timesLeft(id) > 1)
    .map(({ send_id: id }) => `${String(id)} left twice`);
  const drafts = await postgres.query('select from drafts where conversation_id = any($1)', [ids]);
  return {
    wrong: [
      ...heard,
      ...(await committedUnderFence({ house, ids, passes })),
      ...warnings,
      ...doubled,
    ],
    withheld: sends.filter(({ state }) => state === 'withheld').length,
    drafts: drafts.length,
    listed: silences.reduce((sum, { listed }) => sum + listed.size, 0),
    saidFreely: sends.filter(({ purpose, send_id: id }) => purpose === 'reply' && timesLeft(id))
      .length,
  };
}

/** The chain of a property is one order over all commits: what was begun between a takeover and its end. */
async function committedUnderFence(by: {
  house: FenceHouse;
  ids: string[];
  passes: (sendId: string, takeoverId: string) => boolean;
}): Promise<string[]> {
  const entries = await by.house.records.postgres.query(
    `select event, facts ->> 'sendId' as send, facts ->> 'takeoverId' as takeover
    from audit_entries
    where event in ('takeover.opened', 'takeover.closed', 'send.started')
      and facts ->> 'conversationId' = any($1)
    order by chain, position`,
    [by.ids],
  );
  const wrong: string[] = [];
  let takeoverId: string | null = null;
  for (const { event, send, takeover } of entries) {
    if (event === 'takeover.opened') takeoverId = String(takeover);
    if (event === 'takeover.closed') takeoverId = null;
    const isSend = event === 'send.started' && takeoverId !== null;
    if (isSend && !by.passes(String(send), String(takeoverId))) {
      wrong.push(`${String(send)} was begun under a takeover`);
    }
  }
  return wrong;
}
