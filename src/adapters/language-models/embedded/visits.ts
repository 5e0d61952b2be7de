import { NO_ACCESS, type Access, type EntryPermission } from '../../../domain/access.ts';
import { countWords } from '../../../domain/sentences.ts';
import { asksSomething } from './cues.ts';
import { namesSymptom } from './problems.ts';
import { plainSpanish } from './words.ts';

/** Whether we have asked about a visit, and whether that is all we have asked: then a bare "yes" is meant for it. */
interface Asked {
  isAsked: boolean;
  isAlone: boolean;
}

/** What a text says about a visit, and what of it is about something else, word for word. */
export interface VisitReading {
  access: Access;
  rest: string;
}

const WHO = '(?:you|they|he|she|someone|anyone|maintenance|(?:the|your) \\w+)';
const YOURSELF = '(?:yoursel(?:f|ves)|himself|herself|themselves)';
const IN = `(?:come (?:right |on )?(?:in|inside|over|by)|enter|go in|let ${YOURSELF} in|use (?:the|your|a|my) (?:master |spare )?key)`;

// The first that fits counts: "you can come in, but call first" asks for a call.
const ENTRY: readonly { entry: EntryPermission; when: RegExp }[] = [
  {
    entry: 'call-first',
    when: /\b(?:call|text|phone|ring|message|notify|write|heads up)(?: (?:me|us))?(?: \d+ minutes| half an hour| an hour)? (?:first|before\w*|ahead|in advance)\b|\blet (?:me|us) know (?:first|before\w*|ahead|in advance)\b|\b(?:llam|avis|escrib)\w* (?:primero|antes)\b/,
  },
  {
    entry: 'no',
    when: new RegExp(
      `\\b(?:do not|don'?t|dont|nobody|no ?one|not|never|may not|cannot|can'?t)\\b[^.;!?]{0,15}\\b${IN}` +
        `|\\b(?:only|just) (?:when|if|while) (?:i'?m|i am|we'?re|we are|somebody is|someone is)\\b` +
        `|\\b(?:i|we) (?:want|need|have|prefer|would like|'d like) to be (?:home|there|present|here)\\b|\\bnot without me\\b` +
        `|\\bno (?:pueden?|entren?|pasen?|quiero que entren?)\\b|\\bsolo (?:cuando|si) (?:yo )?(?:este|estoy|estemos|estamos)\\b`,
    ),
  },
  {
    entry: 'yes',
    when: new RegExp(
      `\\b${WHO} (?:can|may|could|(?:is|are) (?:welcome|free|allowed) to) (?:just |also |still |always )?${IN}` +
        `|\\b(?:feel free to|ok(?:ay)? to|fine to|permission to|go ahead and) (?:${IN})` +
        `|\\b(?:just |please )?(?:come (?:right |on )?in|let ${YOURSELF} in)\\b|\\bhave (?:my )?permission\\b|\\bpermission granted\\b` +
        `|\\bpueden? (?:entrar|pasar)\\b|\\b(?:tienen?|doy) (?:mi )?permiso\\b|\\bpasen sin\\b`,
    ),
  },
];

const ANIMAL =
  '(?:dogs?|cats?|pets?|pupp(?:y|ies)|kittens?|birds?|parrots?|hamsters?|rabbits?|animals?|perr[oa]s?|gat[oa]s?|mascotas?|loros?|conejos?)';
const PET = new RegExp(`\\b${ANIMAL}\\b`);
// "We have a cat" is said for those who come; "a dog barks all night" is not.
const OWN_PET = new RegExp(
  `\\b(?:i|we)(?:'ve| have| own)(?: got)?\\b[^.;!?]{0,20}\\b${ANIMAL}\\b|\\b(?:no|without) ${ANIMAL}\\b` +
    `|\\b(?:my|our|the) (?:\\w+ )?${ANIMAL} (?:is|are|will|stays?|bites?|might|may|can|needs?)\\b|\\bthere(?:'s| is| are) (?:an? |two |some )?(?:\\w+ )?${ANIMAL} (?:in|at|inside)\\b` +
    `|\\b(?:tengo|tenemos|hay)\\b[^.;!?]{0,12}\\b${ANIMAL}\\b|\\b(?:mi|mis|nuestr[oa]s?) ${ANIMAL}\\b`,
);

const CLOCK = "\\d{1,2}(?::\\d\\d)?\\s*(?:am|pm|a\\.m\\.|p\\.m\\.|o'?clock)?";
const DAY =
  '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?';
const TIME = new RegExp(
  `\\b(?:after|before|between|until|from|around|at|by) (?:${CLOCK}\\b|noon|work|lunch)` +
    `|\\b\\d{1,2}(?::\\d\\d)?\\s*(?:am|pm)\\b|\\b(?:mornings?|afternoons?|evenings?|noon|today|tonight|tomorrow|weekdays?|weekends?|any ?time|whenever|any day)\\b|\\b(?:${DAY})\\b` +
    `|\\b(?:despues|antes) de las? \\d|\\ba partir de las? \\d|\\bentre las? \\d|\\bpor las? (?:mananas?|tardes?|noches?)\\b|\\bmanana\\b|\\bcualquier (?:hora|dia|momento)\\b`,
);
// Without having been asked, a time is one for a visit only beside a word that says so.
const SUITS =
  /\b(?:works?(?: for| best| better| well| fine| great)?|best|suits?|good time|available|(?:i'?m|i am|we'?re|we are|be) (?:home|free|here|there)|come|visit|prefer\w*|mejor|conviene|vengan|venir|estoy|estamos|prefiero|disponibles?)\b/;
const PAST =
  /\b(?:since|started|began|yesterday|last|ago|broke|stopped|desde|ayer|empezo|anoche)\b/;

const YES =
  /^\W*(?:yes|yeah|yep|yup|sure|ok|okay|of course|absolutely|go ahead|fine|no problem|si|claro|por supuesto|de acuerdo|vale)(?![a-z'])/;
const NO = /^\W*(?:no|nope|nah|rather not|prefiero que no)(?![a-z'])/;
const STANCE_WORDS_MAX = 4;

// Where what is said of a visit may begin or end.
const EDGE = /((?:[.!?;,\n]+(?=\s|$)\s*)|\s+(?:and|but|y|pero)\s+)/;

/**
 * Reads what a text says about a visit: entry, pets, times. Where we have asked for that "yes, a cat, after 3" is enough;
 * otherwise only plain statements count.
 */
export function readVisit(text: string, by: Asked): VisitReading {
  const pieces = text.split(EDGE);
  const access: Access = { ...NO_ACCESS };
  const kept: string[] = [];
  for (let index = 0; index < pieces.length; index += 2) {
    const piece = pieces[index] ?? '';
    const edge = pieces[index + 1] ?? '';
    const isOpen = !edge.includes('?') && !asksSomething(piece);
    if (!isOpen || !note(access, { ...by, piece: piece.trim() })) kept.push(piece, edge);
  }
  const rest = kept.join('').trim();
  return { access, rest: countWords(rest) === 0 ? '' : rest };
}

/** Notes what a piece says; false when it says nothing of a visit. */
function note(access: Access, by: Asked & { piece: string }): boolean {
  const said = readPiece(by);
  const { piece } = by;
  access.entry = said.entry ?? access.entry;
  if (said.isPet) access.pets = joined(access.pets, piece);
  if (said.isTime) access.times = joined(access.times, piece);
  return said.entry !== null || said.isPet || said.isTime;
}

interface PieceReading {
  entry: EntryPermission | null;
  isPet: boolean;
  isTime: boolean;
}

function readPiece({ piece, isAsked, isAlone }: Asked & { piece: string }): PieceReading {
  const plain = plainSpanish(piece).replace(/[’‘]/g, "'");
  const isShort = isAsked && !PAST.test(plain) && !namesSymptom(piece);
  const isPet = (isShort ? PET : OWN_PET).test(plain);
  const stance = isAsked && isAlone && !isPet ? stanceOf(plain) : null;
  return { entry: entryOf(plain) ?? stance, isPet, isTime: isTimeOfVisit(plain, isShort) };
}

function entryOf(plain: string): EntryPermission | null {
  return ENTRY.find(({ when }) => when.test(plain))?.entry ?? null;
}

function isTimeOfVisit(plain: string, isShort: boolean): boolean {
  return TIME.test(plain) && !PAST.test(plain) && (isShort || SUITS.test(plain));
}

function stanceOf(plain: string): EntryPermission | null {
  if (countWords(plain) > STANCE_WORDS_MAX) return null;
  if (YES.test(plain)) return 'yes';
  return NO.test(plain) ? 'no' : null;
}

const joined = (before: string | null, piece: string): string =>
  before === null ? piece : `${before}, ${piece}`;
