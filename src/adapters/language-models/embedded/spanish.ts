import type { ProposedDecision, TurnContext } from '../../../ports/language-model.ts';
import data from './exemplars/spanish.json' with { type: 'json' };
import { UNCLEAR } from './issues.ts';
import { readCircumstances } from './circumstances.ts';
import { summaryOf } from './problems.ts';
import { plainSpanish } from './words.ts';

const SPANISH_CONFIDENCE = 0.7;

const PERSON =
  /\b(?:hablar|comunicar\w*|conectar\w*|atien\w*|llam\w*)\b.{0,30}\b(?:persona|alguien|humano|agente|gerente|encargad[oa]|oficina|representante)\b|\b(?:persona real|ser humano)\b|^\W*(?:un |una )?(?:agente|persona|humano|representante)\W*$|\bno (?:quiero )?(?:un |hablar con un )?(?:robot|bot|maquina)\b/;
const STATUS =
  /\b(?:novedad(?:es)?|estado|noticias|seguimiento)\b.{0,30}\b(?:solicitud|reparacion|orden|reporte|pedido)\b|\bcuando (?:viene|vienen|llega|llegan|van a venir|va a venir)\b|\b(?:alguna novedad|hay noticias)\b/;
const BALANCE = /\b(?:cuanto (?:debo|tengo que pagar)|mi saldo|saldo pendiente|mi balance)\b/;
const LEASE_DATES =
  /\bcuando (?:termina|vence|acaba|empieza)\b.{0,20}\b(?:contrato|arrendamiento)\b/;
const THANKS = /\b(?:gracias|se lo agradezco|muy amable)\b/;
const GOODBYE = /\b(?:adios|hasta luego|nos vemos|buenas noches|chao)\b/;
const GREETING = /^\W*(?:hola|buenos dias|buenas tardes|buenas|que tal)\b/;

/**
 * Plain needs of a Spanish text by rules: a person, a repair, news, the account, courtesies. Everything else goes to a
 * person, because the embedder knows no Spanish.
 */
export function proposeSpanish({
  text,
  issues,
}: {
  text: string;
  issues: TurnContext['issues'];
}): ProposedDecision[] {
  const plain = plainSpanish(text);
  const decisions: ProposedDecision[] = [];
  if (PERSON.test(plain)) decisions.push({ kind: 'hand-over', reason: 'asked-for-person' });
  if (STATUS.test(plain)) decisions.push({ kind: 'read-status' });
  else decisions.push(...problemsIn({ text, plain, issues }));
  if (BALANCE.test(plain)) decisions.push({ kind: 'read-account', topic: 'balance' });
  if (LEASE_DATES.test(plain)) decisions.push({ kind: 'read-account', topic: 'lease-dates' });
  if (decisions.length > 0) return decisions;
  const topic = courtesyOf(plain);
  return topic ? [{ kind: 'small-talk', topic }] : [{ kind: 'hand-over', reason: 'language' }];
}

function problemsIn({
  text,
  plain,
  issues,
}: {
  text: string;
  plain: string;
  issues: TurnContext['issues'];
}): ProposedDecision[] {
  const named = data.problems.find(({ words }) =>
    words.some((word) => plain.includes(plainSpanish(word))),
  );
  const isBroken = data.brokenWords.some((word) => plain.includes(plainSpanish(word)));
  // "¿Puedo poner una lavadora?" names a thing and reports nothing.
  if ((!named && !isBroken) || (/[¿?]/.test(text) && !isBroken && !TROUBLE.test(plain))) return [];
  const issue = issues.find(({ id }) => id === named?.issue);
  return [
    {
      kind: 'report-problem',
      issue: issue?.id ?? UNCLEAR,
      class: issue?.class ?? 'P2',
      summary: summaryOf([
        text.replace(/^\W*(?:hola|buen[oa]s (?:d[ií]as|tardes|noches))\b[\s,.!]*/i, ''),
      ]),
      confidence: SPANISH_CONFIDENCE,
      missing: [],
      circumstances: readCircumstances(text),
    },
  ];
}

const TROUBLE =
  /\b(?:no|fuga|gote\w+|tapad[oa]|roto|rota|problema|ayuda|atrapad[oa]|inund\w+|huele|sin)\b/;

function courtesyOf(plain: string): 'greeting' | 'thanks' | 'goodbye' | null {
  if (plain.trim().split(/\s+/).length > 8) return null;
  if (THANKS.test(plain)) return 'thanks';
  if (GOODBYE.test(plain)) return 'goodbye';
  return GREETING.test(plain) ? 'greeting' : null;
}
