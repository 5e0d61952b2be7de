import type { DeclineReason, Decision, HandOverReason } from './decision.ts';

/** What a turn is weighed against when staff wait for the resident's answer. */
export interface AwaitedAnswer {
  /** The requests that the questions are about. */
  requests: readonly { requestId: string; issue: string }[];
  /** The assistant's own questions that staff have asked after. */
  overtaken: readonly string[];
  /** What the resident wrote asks something itself. */
  isAsking: boolean;
  confidenceMin: number;
}

// A model that says one of these has found no wish in the words: then they are the answer that staff wait for.
const NO_WISH: readonly (HandOverReason | DeclineReason)[] = [
  'low-confidence',
  'ungrounded',
  'language',
  'out-of-scope',
];

/**
 * Takes a turn for the answer to what staff have asked: which of its decisions are carried out beside it, or null when it
 * is another matter. Danger, emergencies and wishes of their own are never swallowed; what merely was not understood is.
 */
export function besideAnswer(
  decisions: readonly Decision[],
  awaited: AwaitedAnswer,
): Decision[] | null {
  const read = decisions.map((decision) => ({ decision, as: roleOf(decision, awaited) }));
  const isAnswer = read.some(({ as }) => as === 'answer' || as === 'detail');
  if (!isAnswer) return null;
  return read.flatMap(({ decision, as }) => {
    if (as === 'answer' || as === 'politeness') return [];
    return as === 'detail' ? [addedTo(decision, awaited)] : [decision];
  });
}

/** `answer`: the words alone. `detail`: of the request asked about. `wish`: something else that is carried out. */
type Role = 'answer' | 'detail' | 'wish' | 'politeness';

function roleOf(decision: Decision, awaited: AwaitedAnswer): Role {
  if (decision.kind === 'small-talk') return 'politeness';
  if (decision.kind === 'report-problem') return roleOfReport(decision, awaited);
  if (decision.kind === 'add-to-request') {
    return isAskedAbout(decision.requestId, awaited) ? 'detail' : 'wish';
  }
  return isWordsAlone(decision, awaited) ? 'answer' : 'wish';
}

/** Whether nothing but the words is left of it: no wish was found, or one that is none after our question. */
function isWordsAlone(decision: Decision, awaited: AwaitedAnswer): boolean {
  if (decision.kind === 'answer') return !awaited.isAsking;
  if (decision.kind === 'reply-to-question') return isOvertaken(decision, awaited);
  if (decision.kind !== 'hand-over' && decision.kind !== 'decline') return false;
  return NO_WISH.includes(decision.reason) || isUnknownStatement(decision, awaited);
}

const isUnknownStatement = (
  { reason }: Extract<Decision, { kind: 'hand-over' | 'decline' }>,
  { isAsking }: AwaitedAnswer,
): boolean => reason === 'not-in-documents' && !isAsking;

/** A score answers the survey and nothing else; any other word after our question was overtaken may mean either. */
const isOvertaken = (
  { questionId, answer }: Extract<Decision, { kind: 'reply-to-question' }>,
  { overtaken }: AwaitedAnswer,
): boolean => overtaken.includes(questionId) && answer.kind !== 'score';

const isAskedAbout = (requestId: string | null, { requests }: AwaitedAnswer): boolean =>
  requestId === null || requests.some((asked) => asked.requestId === requestId);

function roleOfReport(
  report: Extract<Decision, { kind: 'report-problem' }>,
  { requests, confidenceMin }: AwaitedAnswer,
): Role {
  if (report.class === 'P0' || report.class === 'P1') return 'wish';
  if (report.confidence < confidenceMin || report.issue === UNCLEAR) return 'answer';
  return requests.some(({ issue }) => issue === report.issue) ? 'detail' : 'wish';
}

const UNCLEAR = 'other.unclear';

/** The same trouble told again belongs to the request that staff asked about. */
function addedTo(decision: Decision, { requests }: AwaitedAnswer): Decision {
  if (decision.kind !== 'report-problem') return decision;
  const { part, issue, circumstances } = decision;
  const about = requests.find((asked) => asked.issue === issue);
  return {
    kind: 'add-to-request',
    part,
    requestId: about?.requestId ?? null,
    circumstances,
  };
}
