import { namesNothingBut } from '../../../domain/duplicate.ts';
import { countWords } from '../../../domain/sentences.ts';
import type { ProposedDecision, TurnContext } from '../../../ports/language-model.ts';
import { readCircumstances } from './circumstances.ts';
import { asksSomething } from './cues.ts';
import { namesPlace } from './problems.ts';
import { plainSpanish } from './words.ts';

type Reopening = Extract<ProposedDecision, { kind: 'reopen-request' }>;

const ASKS_TO_REOPEN = /\bre-?open(?:ed)?\b|\breabr\w+|\bvuelv\w+ a abrir\b/;
const BACK = new RegExp(
  "\\b(?:again|still|once more|(?:came|come|comes|coming|is|are|it'?s) back)\\b" +
    "|\\b(?:not|isn'?t|wasn'?t|never|hasn'?t been|has not been|didn'?t get|did not get|nobody|no one)\\b.{0,20}\\b(?:fix(?:ed)?|solved?|resolved?|repaired|done|finished|working)\\b" +
    "|\\b(?:did not|didn'?t) (?:help|hold|last|work)\\b" +
    '|\\b(?:otra vez|de nuevo|nuevamente|volvio|volvieron|sigue|siguen|todavia|aun)\\b' +
    '|\\bno (?:esta|quedo|fue|ha sido|se|l[oa])\\b.{0,20}\\b(?:arregl|repar|solucion|resuel|termin)\\w+',
);
const ALL_BACK = new RegExp(BACK, 'g');
const REFERENCE = /\bmr-[0-9a-z]{4,10}\b/;
const POINTS_BACK =
  /^\W*(?:sorry,? |hi,? |hello,? |hola,? |no,? |but |and |pero |y )*(?:it|this|that|they|the same|same (?:thing|problem|issue)|lo mismo|eso|esto)\b/;
// What stands for the matter itself, whatever it was about.
const MATTER =
  /\b(?:request|ticket|repair|order|report|case|solicitud|reparacion|orden|reporte|caso)\b/g;
const COURTESY = /\b(?:thank(?:s| you)|gracias)\b/;
const SPANISH_BACK = /\b(?:otra vez|de nuevo|nuevamente|volvio|sigue)\b/;
// Spanish leaves "it" out: a few words that name no thing speak of the one that was spoken of.
const SHORT_WORDS_MAX = 6;
const NAMES_A_THING = /\b(?:el|la|los|las|mi|mis|un|una)\s+\p{L}{3,}/u;

/**
 * Reads that a closed request's trouble is there still or again: by its number, or by "it leaks again" where nothing
 * else is spoken of. Null where a thing is named: that is a report, and whether it repeats another is told by its issue.
 */
export function readReopening(
  text: string,
  requests: Pick<TurnContext, 'closedRequests' | 'openRequests'>,
): Reopening | null {
  const plain = plainSpanish(text).replace(/[’‘]/g, "'");
  const isBack = BACK.test(plain) && !COURTESY.test(plain) && !asksSomething(text);
  if (!isBack && !ASKS_TO_REOPEN.test(plain)) return null;
  const reference = meantBy(plain, requests);
  return reference === null
    ? null
    : { kind: 'reopen-request', reference, circumstances: readCircumstances(text) };
}

/** The reference of the request that is meant: the one named, else the last one that was repaired, if it can be that. */
function meantBy(
  plain: string,
  { closedRequests, openRequests }: Pick<TurnContext, 'closedRequests' | 'openRequests'>,
): string | null {
  const named = REFERENCE.exec(plain)?.[0].toUpperCase();
  if (named) return closedRequests.some(({ reference }) => reference === named) ? named : null;
  const latest = closedRequests.find(({ isDone }) => isDone);
  if (!latest || openRequests.length > 0) return null;
  return pointsTo(plain, latest.about) ? latest.reference : null;
}

function pointsTo(plain: string, about: string): boolean {
  const rest = plain.replaceAll(ALL_BACK, ' ').replace(ASKS_TO_REOPEN, ' ').replaceAll(MATTER, ' ');
  if (namesNothingBut(rest, about)) return true;
  if (namesPlace(plain)) return false;
  const isShort = countWords(plain) <= SHORT_WORDS_MAX && !NAMES_A_THING.test(plain);
  return POINTS_BACK.test(plain) || (isShort && SPANISH_BACK.test(plain));
}
