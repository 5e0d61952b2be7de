import { MockActivityEnvironment } from '@temporalio/testing';
import { createAssistantActivities, type ProposedTurn } from '../../src/activities/assistant.ts';
import { createAuditedPropertyPlatform } from '../../src/adapters/property-platforms/audited/index.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import type { Scope } from '../../src/domain/document.ts';
import type { InboundMessage } from '../../src/domain/message.ts';
import type { Channels } from '../../src/ports/channel.ts';
import { NO_ACCESS } from '../../src/domain/access.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { CommittedDanger } from '../../src/ports/inbox.ts';
import type { AskedFor } from '../../src/ports/audit-log.ts';
import type { Proposal, ProposedDecision } from '../../src/ports/language-model.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { elmHouse } from './elm-house.ts';
import { aDelivery, aSender, startHouseRecords } from './records/house-records.ts';

/** A leak as a model proposes it. */
export const LEAK: ProposedDecision = {
  kind: 'report-problem',
  issue: 'water.leak_contained',
  class: 'P2',
  summary: 'leak under the sink',
  confidence: 0.9,
  missing: [],
  circumstances: [],
};
const NOTHING: ProposedDecision = { kind: 'hand-over', reason: 'low-confidence' };

/** A turn as the workflow hands it over. */
interface WrittenTurn {
  turnId: string;
  conversationId: string;
  messageIds: string[];
  dangers?: CommittedDanger[];
  /** Which try of the activity it is. */
  attempt?: number;
}

/** A house that reads turns: real rows and a real platform (Elm House), a model that says what a test tells it. */
export async function startReadingHouse() {
  const records = await startHouseRecords();
  const { url } = records.postgres;
  const residents = elmHouse.residents.map((one) => ({ ...one, lastName: 'Ekberg' }));
  await loadPlatformData({ url, data: { ...elmHouse, residents } });
  const embedded = createEmbeddedPropertyPlatform({ url, connectionId: 'elm' });
  const { auditLog } = records;
  const platform = createAuditedPropertyPlatform({ platform: embedded, auditLog });
  const unreachable = {
    ...platform,
    findResident: () => Promise.reject(new ProviderUnavailable()),
  };
  /** What the model proposes next, in order; a failure is thrown. */
  const script: (ProposedDecision[] | Partial<Proposal> | Error)[] = [];
  /** The scopes that documents were looked for in, a search at a time. */
  const searched: Scope[][] = [];
  /** For whom the model was asked, a call at a time. */
  const asked: (AskedFor | undefined)[] = [];
  let isPlatformDown = false;
  let tries = 0;
  let turns = 0;

  /** Proposes, as one try of an activity. */
  const propose = (
    { attempt = 1, ...turn }: WrittenTurn,
    channels: Channels = {},
  ): Promise<ProposedTurn> => {
    tries += 1;
    const { proposeDecisions } = createAssistantActivities({
      records,
      platform: isPlatformDown ? unreachable : platform,
      channels,
      policyPacks: defaultPacks,
      knowledgeIndex: {
        search: async ({ scopes }) => {
          searched.push(scopes);
          return [];
        },
      },
      languageModel: {
        propose: async (_context, askedFor) => {
          asked.push(askedFor);
          const next = script.shift() ?? [NOTHING];
          if (next instanceof Error) throw next;
          const told = Array.isArray(next) ? { decisions: next } : next;
          const by = { model: 'scripted', prompt: 'none' };
          const calm = { language: 'en', frustration: 0, access: NO_ACCESS } as const;
          return { ...calm, decisions: [], ...by, ...told };
        },
      },
    });
    const activity = new MockActivityEnvironment({ activityId: `try-${tries}`, attempt });
    return activity.run<[], ProposedTurn, () => Promise<ProposedTurn>>(() =>
      proposeDecisions({ dangers: [], ...turn }),
    );
  };

  const settle = async (turn: WrittenTurn, verdicts: string[]): Promise<void> => {
    const { turnId, conversationId } = turn;
    if (verdicts.includes('needs-identity')) {
      await records.conversations.awaitIdentity(conversationId);
    }
    await records.conversations.settle({ turnId, conversationId, reply: null, verdicts });
  };

  /** Somebody who writes through one door, a turn at a time, as the conversation's workflow would take it. */
  const somebody = (door: Partial<InboundMessage> = {}) => {
    const from = aSender();
    const write = async (
      text: string,
      told: Partial<InboundMessage> = {},
    ): Promise<WrittenTurn> => {
      const { messageId, conversationId } = await records.inbox.commit(
        aDelivery({ from, ...door, ...told, text }),
      );
      turns += 1;
      records.clock.pass(1_000);
      return { turnId: `turn-${turns}`, conversationId, messageIds: [messageId] };
    };
    return {
      write,
      /** Writes of the leak, and is asked who they are. */
      async isAsked(): Promise<WrittenTurn> {
        script.push([LEAK]);
        const turn = await write('There is a leak under my sink');
        const { decisions } = await propose(turn);
        const verdicts = decisions.map(() => 'needs-identity');
        await settle(turn, verdicts);
        return turn;
      },
      /** What a text is taken for, once the turn has settled. */
      async says(text: string, channels: Channels = {}, told: Partial<InboundMessage> = {}) {
        const turn = await write(text, told);
        const proposed = await propose(turn, channels);
        const parts = await records.conversations.readParts(turn.turnId);
        const verdicts = proposed.decisions.map(() => 'allowed');
        await settle(turn, verdicts);
        const kinds = proposed.decisions.map(({ kind }) => kind);
        const facts = await records.conversations.find(turn.conversationId);
        return { ...proposed, kinds, words: parts.map((part) => part.text), facts };
      },
    };
  };

  return {
    records,
    script,
    /** From now on nobody can be looked up, until told otherwise. */
    cutPlatform: (isCut: boolean) => void (isPlatformDown = isCut),
    searched,
    asked,
    propose,
    settle,
    somebody,
    async stop() {
      await embedded.close();
      await records.stop();
    },
  };
}

/** The house while it is open. */
export type ReadingHouse = Awaited<ReturnType<typeof startReadingHouse>>;
