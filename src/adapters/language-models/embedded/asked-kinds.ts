const UNIT = '(?:minute|hour|day|night|week|month|year|times?)s?';
const NUMBER =
  '(?:\\d[\\d.,]*|one|two|three|four|five|six|seven|eight|ten|twelve|fourteen|fifteen|thirty|sixty|ninety|several)';
const WEEKDAY = '(?:sun|mon|tues|wednes|thurs|fri|satur)days?';
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december)';

// What a question may ask for, and what a sentence holds that gives it.
const KINDS = [
  {
    asks: /\bhow much (?!notice|time|longer|earlier|advance|warning|in advance)|\bhow much\W*$|\b(?:costs?|prices?|fees?|charged?|pricey|pricing|expensive|owe|fined?|rates?)\b|\bbill (?:me|us|that|for)|\bwhat(?:'?s| is) the damage|\b(?:run|set) (?:me|us|you)\b|\bpay(?:ing)? for\b|\b(?:more|extra) (?:would|will|do) i\b/i,
    gives:
      /\$\s?\d|\bpercent\b|\bfree\b|\bno (?:\w+ )?(?:charge|fee|deposit|cost)\b|\bincluded\b|\bat cost\b|\b(?:one|two|thirtieth) (?:months? )?of (?:the )?(?:monthly )?rent\b|\bat the same price\b/i,
  },
  {
    asks: /\bhow (?:long|soon|fast|quick(?:ly)?|early|far (?:ahead|in advance))\b|\bhow (?:much|many)\b.{0,12}\b(?:notice|time|longer|advance|warning|days|weeks|months|nights|hours|minutes|years)\b|\btoo long\b|\btime limit\b/i,
    gives: new RegExp(`\\b${NUMBER}[\\s-](?:\\w+\\s)?${UNIT}\\b|\\bat once\\b|\\bsame day\\b`, 'i'),
  },
  {
    asks: /\b(?:what|which|til|till|until what) (?:time|hours?|days?|date)\b|\bwhen\b(?! (?:i|we|you|they|it|he|she|my|the)\b(?! (?:am|are) i))|\b(?:by|until|till|since) when\b|\bhow (?:late|early)\b|\bhours\b|\bopen(?:s|ing)?\b|\bclosed?s?\b|\bshuts?\b|\bdeadline\b/i,
    gives: new RegExp(
      `\\d\\s?[ap]\\.m\\.|\\b(?:noon|midnight|daily|weekdays)\\b|\\b${WEEKDAY}\\b|\\b${MONTH} \\d|\\b(?:first|second|last|eighth|ninth|\\w+teenth) (?:of|day)\\b|\\bany hour\\b|\\bday and night\\b|\\b${NUMBER} (?:\\w+ )?days?\\b|\\bdue on\\b|\\bclosed on\\b|\\bby the\\b`,
      'i',
    ),
  },
  {
    asks: /\bhow (?:many|big|tall|high|heavy|old|large|warm|hot|cold|wide)\b|\bmax(?:imum)?\b|\blimits?\b|\bminimum\b|\bat least\b/i,
    gives: new RegExp(`\\b${NUMBER}\\b|\\bno (?:limit|more)\\b`, 'i'),
  },
  {
    asks: /\bwhere(?:'?s)?\b|\bwhich (?:place|room|floor)\b/i,
    gives:
      /\b(?:in|at|on|into|behind|beside|under|outside|inside|across|left|right|next to|from|to) (?:the|a|your)\b/i,
  },
  {
    asks: /\bphone\b|\b(?:what|which) number\b|\bnumber (?:to|for|do)\b|\bwho (?:do|can|should|would) (?:i|we)\b|\bwho to\b/i,
    gives: /\(\d{3}\) \d{3}-\d{4}|\b911\b|\S@\S|\b(?:write|call|ask|tell)\b|\bmanager\b/i,
  },
];

// "Can I", "is it ok": asked for only where nothing more precise is.
const PERMISSION = {
  asks: /\b(?:can|could|may|am i allowed|are we allowed|is it ok|ok to|okay to|allowed|do i|do we|do you|does|is|are|will|would|should)\b/i,
  gives:
    /\b(?:may|can|cannot|not|no|never|allowed|welcome|consent|only|included|must|need|needs|without|forbidden|fine)\b/i,
};

/** From -1, a sentence that gives nothing of the kind that is asked for, to 1, one that gives all; 0 where any will do. */
export function fitOfKind(question: string, sentence: string): number {
  const asked = KINDS.filter(({ asks }) => asks.test(question));
  if (asked.length > 0) {
    const given = asked.filter(({ gives }) => gives.test(sentence)).length;
    return (2 * given) / asked.length - 1;
  }
  return PERMISSION.asks.test(question) && PERMISSION.gives.test(sentence) ? 0.5 : 0;
}
