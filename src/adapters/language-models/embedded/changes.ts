import type { ProposedDecision, TurnContext } from '../../../ports/language-model.ts';
import { readCircumstances } from './circumstances.ts';
import { asksSomething } from './cues.ts';
import { plainSpanish } from './words.ts';

type Change = Extract<
  ProposedDecision,
  { kind: 'add-to-request' | 'cancel-request' | 'read-status' }
>;

const THING =
  '(?:it|that|this|(?:my|the|this|that) (?:request|ticket|work order|repair|report|order|visit))';
const NO_NEED = new RegExp(
  `\\bnever ?mind\\b|\\bno longer (?:need(?:ed)?|necessary|an? (?:issue|problem))\\b|\\bdon'?t need (?:it|that|you|this|any(?:one|body)|some(?:one|body)|an? \\w+|the \\w+) any ?more\\b` +
    `|\\b(?:fixed|solved|resolved|sorted|cleared|unclogged) (?:itself|by itself|on its own)\\b|\\b(?:i|we|my \\w+)(?:'ve| have| already| just)* (?:fixed|solved|sorted|unclogged|repaired) (?:it|that|this)\\b` +
    `|\\b(?:is|are|it'?s) working again\\b|\\bworks again\\b|\\bcancel(?:l?ed)? (?:${THING}\\b|mr-)` +
    `|\\bya no (?:hace falta|l[oa] necesito|es necesari[oa]|necesito)\\b|\\bolvid(?:elo|alo|enlo)\\b|\\b(?:ya )?se (?:arreglo|soluciono|resolvio)\\b|\\bya (?:funciona|l[oa] arregle|quedo arreglad[oa]|esta arreglad[oa])\\b` +
    `|\\bcancel(?:ar|e|en|a|o) (?:(?:la|mi|esa|esta|el|ese|este) (?:solicitud|reparacion|orden|pedido|reporte|visita)|(?:la )?mr-)`,
);
const WORSE =
  /\b(?:getting|got|gotten|gets|became|becoming) (?:much |a lot |even |way )?worse\b|\bworse (?:now|than)\b|\bempeor\w+|\bcada vez peor\b|\b(?:esta|va|se puso) peor\b/;
const ADDS =
  /^\W*(?:please |por favor )?(?:add|update|note|agreg\w+|anad\w+|anot\w+)\b[^.!?]{0,25}(?::|\bto mr-|\bto my (?:request|ticket)|\bto the (?:request|ticket)|\ba (?:la|mi) solicitud)/;
const REFERENCE = /\bMR-[0-9A-Z]{4,10}\b/i;

/**
 * What a text changes about an open request: no more need of it, or more about it. Null when it changes nothing. A number
 * that is not one of theirs cancels nothing: they are told what is open.
 */
export function readChange(
  text: string,
  { openRequests }: Pick<TurnContext, 'openRequests'>,
): Change | null {
  const kind = openRequests.length === 0 || asksSomething(text) ? null : kindOf(text);
  if (!kind) return null;
  const told = REFERENCE.exec(text)?.[0].toUpperCase() ?? null;
  const isTheirs = openRequests.some(({ reference }) => reference === told);
  if (told !== null && !isTheirs) return { kind: 'read-status' };
  return kind === 'cancel-request'
    ? { kind, reference: told }
    : { kind, reference: told, circumstances: readCircumstances(text) };
}

function kindOf(text: string): 'cancel-request' | 'add-to-request' | null {
  const plain = plainSpanish(text).replace(/[’‘]/g, "'");
  if (NO_NEED.test(plain)) return 'cancel-request';
  return WORSE.test(plain) || ADDS.test(plain) ? 'add-to-request' : null;
}
