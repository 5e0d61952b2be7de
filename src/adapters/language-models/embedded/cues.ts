import type { Intent } from './exemplars.ts';

const STAFF =
  '(?:person|human|someone|somebody|agent|representative|manager|staff|operator|supervisor|landlord|superintendent|super|office|people|team)';

// What leaves no doubt, in the order in which it counts.
const RULES: readonly { intent: Intent; when: RegExp }[] = [
  {
    intent: 'attack',
    when: /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|guidelines?|prompts?|policy|policies|told)\b|\bsystem prompt\b|\bdeveloper mode\b|^\s*(?:system|assistant|admin)\s*:|\byou are now\b|\b(?:pretend|act)\b.{0,15}\b(?:you are|to be|as)\b.{0,20}\b(?:manager|admin|developer|unrestricted|ai|dan)\b/i,
  },
  {
    intent: 'person',
    when: new RegExp(
      `\\b(?:speak|talk|chat|connect|transfer|put me through)\\b.{0,25}\\b${STAFF}\\b|\\breal (?:person|human)\\b|^\\W*(?:an? )?(?:agent|human|representative|operator|person)\\W*(?:please)?\\W*$|\\bcall me\\b|\\b(?:not|no|stop)\\b.{0,15}\\b(?:bot|robot|machine)\\b`,
      'i',
    ),
  },
  {
    intent: 'accommodation',
    when: /\bdisabilit(?:y|ies)\b|\bwheelchair\b|\breasonable accommodation\b|\b(?:service|assistance|emotional support|support|therapy) (?:dog|animal|cat|pet)s?\b|\bhandicap/i,
  },
  {
    intent: 'legal',
    when: /\b(?:lawyer|attorney|sue|suing|lawsuit|small claims|evict(?:ed|ion|ing)?|legal action|compensation|liable|liability for|withhold(?:ing)? (?:my )?rent)\b/i,
  },
  {
    intent: 'leasing',
    when: /\bwho\b.{0,40}\b(?:renew\w*|extend(?:ing)?)\b|\b(?:want|like|interested|ready|plan\w*|hop\w*)\b.{0,15}\b(?:renew\w*|extend(?:ing)?)\b.{0,20}\b(?:lease|contract|agreement)\b/i,
  },
  {
    intent: 'read-status',
    when: /\b(?:any|no) (?:news|updates?|progress|word)\b|\b(?:status|update) (?:of|on|about) (?:my|the|our)\b|\bfollow(?:ing)? up\b|\bwhen (?:is|will|does|are) (?:someone|somebody|maintenance|the (?:plumber|technician|electrician|repair|maintenance|guy|handyman)\w*)\b.{0,20}\b(?:com|arriv|be here|get here|show)|\bstill waiting (?:for|on)\b|\bMR-[A-Z0-9]{4,}/i,
  },
  {
    intent: 'report-problem',
    when: /^(?!\W*(?:how|when|who|what|where|why|did|has|have)\b).*(?:\block(?:ed)? (?:my ?self |me |us )?out\b|\b(?:send|get|need)\b.{0,12}\b(?:someone|somebody|maintenance|an? (?:plumber|technician|electrician|handyman|exterminator|locksmith|repairman))\b|\b(?:fix|repair)(?:ed)? (?:the|my|our|this|a)\b)/i,
  },
];

/** The intent that a plain cue gives away, or null. */
export function intentByRule(clause: string): Intent | null {
  return RULES.find(({ when }) => when.test(clause))?.intent ?? null;
}

const STRONG =
  /\b(?:third|fourth|fifth|3rd|4th|5th|tenth|hundredth) time\b|\bhow many times\b|\bunacceptable\b|\bridiculous\b|\bfed up\b|\bsick (?:and tired|of)\b|\bdisgust\w*|\boutrageous\b|\bworst\b|\buseless\b|\bfurious\b|\bterrible service\b|\bincompetent\b|\bnobody (?:ever |even )?(?:cares|answers|comes|came|responds|does|has|helps)|\bno ?one (?:ever |even )?(?:cares|answers|comes|came|responds|does|has|helps|shows)/i;
const MILD =
  /\b(?:again and again|over and over|keeps? happening|still (?:not|no|nothing|waiting|broken|hasn't|haven't|isn't|doesn't)|nobody|second time|yet again|(?:for|after) (?:\w+ )?(?:weeks|months)|annoy\w*|frustrat\w*|angry|upset|seriously|come on|are you kidding)\b|!{2,}|\?!|\?{2,}/i;

/** How frustrated the words alone sound: 0 not, 1 some, 2 strongly. */
export function frustrationByCue(text: string): 0 | 1 | 2 {
  if (STRONG.test(text)) return 2;
  return MILD.test(text) || isShouted(text) ? 1 : 0;
}

function isShouted(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, '');
  return (
    letters.length >= 15 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()
  );
}

const GREETING =
  /^(?:(?:hi|hello|hey|hiya|howdy|dear (?:team|sir|madam|management|office)|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|team|guys|night porter))?)\b[\s,!.:-]*/i;
const CLOSING =
  /[\s,.!-]*\b(?:thanks|thank you|thx|ty|cheers|please|pls|asap)(?: (?:so much|a lot|very much|in advance|again))?[\s,.!]*$/i;

/** A clause without the greeting at its start and the courtesy at its end; '' when there is nothing else. */
export function withoutCourtesy(clause: string): string {
  return clause.replace(GREETING, '').replace(CLOSING, '').trim();
}

/** Whether a clause asks how, where or what, and so reports nothing. */
export function asksForKnowledge(clause: string): boolean {
  return /^\W*(?:how (?:do|can|should|much|many|long)|where (?:is|are|do|can)|what (?:is|are|time)|when (?:is|are|do|does)|what's)\b/i.test(
    clause,
  );
}

/** Whether a clause asks something. */
export function asksSomething(clause: string): boolean {
  return (
    /\?\s*$/.test(clause) ||
    /^\W*(?:what'?s?|when'?s?|where'?s?|who'?s?|why|how'?s?|which|can|could|may|is|are|do|does|did|will|would|should|am)\b/i.test(
      clause,
    )
  );
}
