import type { JudgedBy } from '../../src/domain/judge.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { MetDanger } from '../../src/workflows/conversation/contract.ts';

/** Something that a workflow had done, in the order in which it happened. */
export interface Deed {
  name: string;
  input: Record<string, unknown>;
}

/** Answers to activities by name; a function, so that a test may fail, hang or change its mind. */
export type Script = Record<string, (input: never) => unknown>;

const PROPOSED_BY: JudgedBy = {
  identity: {
    personId: 'person-1',
    assurance: 'session',
    residentId: 'HC-4B-01',
    propertyId: 'harbor-court',
    unitId: 'harbor-court-4b',
    leaseId: 'lease-1',
    status: 'current',
  },
  rollout: { phase: 'writes', skills: {}, stopped: [] },
  confidenceMin: 0.35,
};

const HAND_OFF = { handOffId: 'ho-1', answerBy: '2026-11-24T15:00:00.000Z', isOpenNow: true };

const ANSWER: Decision = { kind: 'answer', part: 0, confidence: 0.9 };

const STANDARD: Script = {
  proposeDecisions: () => ({ ...PROPOSED_BY, decisions: [ANSWER] }),
  classifyDanger: (): MetDanger | null => null,
  raiseAlarm: () => undefined,
  openHandOff: () => HAND_OFF,
  reply: () => undefined,
  tellHeldNews: () => undefined,
  readAccount: (): Outcome => ({ kind: 'answered', part: 0 }),
  readStatus: (): Outcome => ({ kind: 'answered', part: 0 }),
  openRequest: (): Outcome => ({ kind: 'request-to-confirm', requestId: 'mr-1' }),
  askIdentity: () => undefined,
  answerQuestion: (): Outcome => ({ kind: 'request-opened', requestId: 'mr-1', isDanger: false }),
  advance: () => undefined,
  openUnconfirmed: () => undefined,
  queueWorkOrder: () => undefined,
  askIntake: () => undefined,
  addToRequest: (): Outcome => ({ kind: 'request-joined', requestId: 'mr-1' }),
  cancelRequest: (): Outcome => ({ kind: 'request-cancelled', requestId: 'mr-1' }),
  openApproval: () => undefined,
  releaseWorkOrder: () => undefined,
  reopenWorkOrder: () => undefined,
  reopenRequest: (): Outcome => ({ kind: 'request-reopened', requestId: 'mr-1' }),
  beginReopening: () => true,
  cancelWorkOrder: () => 'settled',
  revokeApproval: () => undefined,
  saveWindow: () => undefined,
  missClock: () => undefined,
  warnLegalClock: () => undefined,
  giveToPerson: () => undefined,
  announce: () => undefined,
  endApproval: () => undefined,
  tellRequest: () => undefined,
  askResident: (): { remindAt: string | null } => ({ remindAt: '2100-01-01T00:00:00.000Z' }),
  remindResident: () => undefined,
  announceAnswer: () => undefined,
  passOnAnswer: (): Outcome | null => ({ kind: 'passed-on' }),
  ring: () => 'recorded',
  tellAlerted: () => undefined,
  tellAccepted: () => undefined,
  warn: () => 'waiting',
  breach: () => 'waiting',
  nextWrite: () => ({ kind: 'none' }),
  sendWrite: () => undefined,
  searchWrite: () => false,
  markAmbiguous: () => undefined,
  leaveToPerson: () => undefined,
  syncWorkOrders: () => ({ told: 0 }),
  answerDocumentQuestion: () => undefined,
  publishDocument: () => ({ pages: 1, passages: 1 }),
};

/** Activities that do as the script says and remember what they were asked; the standard script is a good day. */
export function scriptedActivities(script: Script = {}) {
  const deeds: Deed[] = [];
  const waiting: { until: () => boolean; resolve: () => void }[] = [];
  const note = (deed: Deed): void => {
    deeds.push(deed);
    for (const { until, resolve } of waiting) if (until()) resolve();
  };
  const activities = Object.fromEntries(
    Object.entries({ ...STANDARD, ...script }).map(([name, answer]) => [
      name,
      async (input: never): Promise<unknown> => {
        note({ name, input: input ?? {} });
        return answer(input);
      },
    ]),
  );
  const of = (name: string): Deed['input'][] =>
    deeds.filter((deed) => deed.name === name).map(({ input }) => input);
  return {
    activities,
    deeds,
    /** The inputs of all calls of one activity. */
    of,
    /** Resolves as soon as an activity has been called that often. */
    called(name: string, times = 1): Promise<void> {
      const until = (): boolean => of(name).length >= times;
      if (until()) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ until, resolve }));
    },
  };
}

/** A proposed turn with these decisions, by a resident who may do everything. */
export function aProposal(decisions: Decision[], by: Partial<JudgedBy> = {}) {
  return { ...PROPOSED_BY, ...by, decisions };
}
