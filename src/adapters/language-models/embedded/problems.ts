import type { MissingFact } from '../../../domain/decision.ts';
import type { ProposedDecision, TurnContext } from '../../../ports/language-model.ts';
import { readCircumstances } from './circumstances.ts';
import { UNCLEAR, type IssueReader } from './issues.ts';
import { contentWords } from './words.ts';

type Report = Extract<ProposedDecision, { kind: 'report-problem' }>;

const SUMMARY_LENGTH_MAX = 120;

/** Makes a report of what a resident says is wrong: which issue, in their words, and what still has to be asked. */
export async function reportProblem({
  clauses,
  confidence,
  issues,
  catalogue,
}: {
  clauses: readonly string[];
  confidence: number;
  issues: IssueReader;
  catalogue: TurnContext['issues'];
}): Promise<Report> {
  const told = clauses.join('. ');
  const { id } = await issues.read(told);
  const issue = catalogue.find((known) => known.id === id);
  const priority = issue?.class ?? 'P2';
  return {
    kind: 'report-problem',
    issue: issue?.id ?? UNCLEAR,
    class: priority,
    summary: summaryOf(clauses),
    confidence,
    // An emergency is never delayed by a question.
    missing: priority === 'P0' || priority === 'P1' ? [] : missingFacts({ told, issue: id }),
    circumstances: readCircumstances(told),
  };
}

const PLACE =
  /\b(?:kitchen|bath(?:room)?s?|bed(?:room)?s?|living room|dining|hall(?:way)?|corridor|closet|balcon(?:y|ies)|patio|laundry|garage|lobby|basement|attic|stair\w*|elevator|lift|pool|gym|roof|entrance|front door|back door|entry|office|den|nursery|guest|master|upstairs|downstairs|floor|courtyard|parking|shower|tub|bathtub|toilet|mailroom|trash room|everywhere|whole (?:apartment|unit|place|house)|all rooms|under the sink|counter|pantry|(?:my|the|our) (?:apartment|unit|place|flat))\b/i;
const NEEDS_PLACE =
  /^(?:water\.(?:leak_contained|drip|low_pressure|ceiling)|drain\.sink_bath|elec\.(?:partial|outlet_dead|gfci|breaker_trips)|light\.|window\.|pest\.|mould\.|damp\.|fin\.|hazard\.sharp_trip|heat\.partial|air\.vent_fan|struct\.rail_stair|other\.unclear)/;
const VAGUE =
  /\b(?:problem|issue|trouble|something(?:'s| is)? wrong|not right|acting up|weird|funny|look at|check (?:on|out)|needs? (?:a )?(?:fix|repair|maintenance|attention)\w*)\b/i;
const SYMPTOM =
  /\b(?:leak\w*|drip\w*|clog\w*|block\w*|broken?|crack\w*|stuck|jam\w*|won't|wont|doesn't|doesnt|isn't|not (?:work|turn|clos|open|drain|flush|heat|cool|start|lock)\w*|no (?:hot )?(?:water|heat|power|electricity|gas|cooling)|smell\w*|nois\w*|loud|flicker\w*|trip\w*|spark\w*|overflow\w*|flood\w*|dead|out|cold|warm|hot|mold\w*|mould\w*|roach\w*|mice|mouse|rats?|bugs?|ants?|loose|missing|lost|running|runs|hum\w*|slow\w*|damp|wet|peeling|hole|torn|chirp\w*|beep\w*|stopped|fell|off)\b/i;

function missingFacts({ told, issue }: { told: string; issue: string }): MissingFact[] {
  const missing: MissingFact[] = [];
  if (NEEDS_PLACE.test(issue) && !PLACE.test(told)) missing.push('location');
  const isVague = VAGUE.test(told) || contentWords(told).length < 2 || issue === UNCLEAR;
  if (isVague && !SYMPTOM.test(told)) missing.push('symptom');
  return missing;
}

const LEAD_INS = [
  /^(?:and|but|so|also|plus|well|ok|okay|um|uh|yes)\b[\s,]*/i,
  // "No hot water" is what is wrong.
  /^no\s*[,.!-]\s*/i,
  /^(?:i (?:just )?(?:wanted|want|would like|'d like|need) to (?:report|let you know|tell you|say|inform you)(?: that| about)?|just letting you know(?: that)?|fyi|please note(?: that)?)\b[\s,:]*/i,
  /^(?:i|we) (?:think|believe|noticed|found|see|saw|have noticed|just noticed)(?: that)?\s+/i,
  /^(?:it (?:looks|seems|appears) (?:like|that|as if)|looks like|seems like)\s+/i,
  /^(?:can|could|would|will) (?:you|someone|somebody|maintenance)(?: please)?(?: come(?: and)?)?(?: send (?:someone|somebody|maintenance|a \w+))?(?: to)?(?: come)?(?: and)? (?:fix|repair|look at|check|take a look at)?\s*/i,
  /^(?:please |pls )?(?:send (?:someone|somebody|maintenance|a \w+)|i need (?:someone|somebody|maintenance|a \w+))(?: to)?(?: come)?(?: and)? (?:fix|repair|look at|check)?\s*/i,
  /^(?:please |pls )?(?:fix|repair)\s+/i,
  /^(?:i|we) (?:have|'ve got|have got|got|am having|are having)\s+/i,
  /^(?:i'm|we're|i am|we are) having\s+/i,
  /^there(?:'s| is| are|'re| seems to be| has been)\s+/i,
  /^(?:some|a|an|the|my|our|this|that)\s+/i,
];

/** A short name for a problem from the resident's own words, at most 120 characters. */
export function summaryOf(clauses: readonly string[]): string {
  const named = clauses.find((clause) => SYMPTOM.test(clause) && contentWords(clause).length > 0);
  const clause = named ?? clauses[0] ?? '';
  let summary = clause.replace(/\s+/g, ' ').trim();
  for (const leadIn of LEAD_INS) {
    const rest = summary.replace(leadIn, '').trim();
    if (rest !== '') summary = rest;
  }
  summary = summary.replace(/[\s.,;:!?]+$/, '');
  return summary.length <= SUMMARY_LENGTH_MAX ? summary : cutAtWord(summary);
}

function cutAtWord(text: string): string {
  const cut = text.slice(0, SUMMARY_LENGTH_MAX);
  const lastBlank = cut.lastIndexOf(' ');
  return (lastBlank > SUMMARY_LENGTH_MAX / 2 ? cut.slice(0, lastBlank) : cut).toWellFormed();
}

/** Whether the words name a place in the home or the building. */
export function namesPlace(text: string): boolean {
  return PLACE.test(text);
}

/** Whether the words say what is wrong. */
export function namesSymptom(text: string): boolean {
  return SYMPTOM.test(text);
}
