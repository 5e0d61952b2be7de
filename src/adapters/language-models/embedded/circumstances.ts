import { circumstances, type Circumstance } from '../../../domain/circumstance.ts';
import { plainSpanish } from './words.ts';

// What words themselves say, in English and in Spanish without accents. They only ever raise a class, and only of issues
// that the policy pack ties them to; still, what could be read both ways is left out.
const CUES: Readonly<Record<Circumstance, readonly RegExp[]>> = {
  'only-one': [
    /\b(?:only|single) (?:working |one )?(?:toilet|bathroom|bath|shower|tub|sink|exit|way out)\b/,
    /\b(?:only (?:have|got|has) (?:the |this )?one|no other (?:toilet|bathroom|bath|shower|sink|exit))\b/,
    /\bunic[oa] (?:bano|inodoro|excusado|retrete|ducha|regadera|lavabo|salida)\b/,
    /\bsolo (?:hay|tengo|tenemos) (?:un|una|ese|este)\b/,
  ],
  'near-electrics': [
    /\b(?:water|leak\w*|drip\w*|wet)\b[^.;,!?]{0,50}\b(?:near|next to|close to|by|into|onto|over|around|through|on|behind)\s+(?:(?:the|a|an|my|our)\s+)?(?:\w+\s+)?(?:outlets?|sockets?|light (?:fixture|switch)|ceiling light|electrical|breakers?|fuse box|wires?|wiring)\b/,
    /\b(?:agua|gote\w*|fuga)\b[^.;,!?]{0,50}\b(?:cerca|junto|sobre|en|por|encima)\b[^.;,!?]{0,15}\b(?:enchufes?|tomacorrientes?|lampara|cables?|panel electrico|interruptor)\b/,
  ],
  spreading: [
    /\b(?:spreading|getting (?:much |a lot |even |way )?worse|(?:got|gotten|gets) (?:much |a lot |even )?worse|worse (?:now|than))\b/,
    /\b(?:can'?t|cannot|can not) (?:stop|contain|turn off) (?:it|the (?:water|leak))\b|\bcan'?t turn (?:it|the water) off\b/,
    /\b(?:empeor\w+|cada vez (?:peor|mas)|esta peor|se esta extendiendo|no (?:puedo|podemos) (?:parar|cerrar|detener))\b/,
  ],
  'someone-unwell': [
    /\b(?:feel(?:s|ing)? (?:sick|ill|dizzy|nauseous|unwell|faint)|headaches?|nausea|nauseous|dizzy|throwing up|vomiting|trouble breathing|passed out)\b/,
    /\b(?:maread[oa]s?|nauseas?|dolor de cabeza|vomit\w+|se siente mal|nos sentimos mal|me siento mal)\b/,
  ],
  'medical-device': [
    /\b(?:oxygen (?:machine|concentrator|tank)|cpap|bipap|ventilator|dialysis|nebuli[sz]er|medical (?:device|equipment))\b/,
    /\b(?:oxigeno|respirador|dialisis|nebulizador|aparato medico|equipo medico)\b/,
  ],
  'security-exposure': [
    /\b(?:can'?t|cannot|won'?t|doesn'?t|does not|will not) (?:be )?(?:lock(?:ed)?|close[d]?|shut)\b|\banyone (?:can|could) (?:get|walk|come|climb) in\b|\bwide open\b/,
    /\bno (?:se puede (?:cerrar|trancar)|cierra)\b|\bcualquiera puede entrar\b/,
  ],
  'vulnerable-person': [
    /\b(?:baby|newborn|infant|toddler|(?:small|young|little) (?:child|children|kids?)|elderly|grand(?:ma|mother|pa|father)|pregnant|asthma\w*|(?:sick|ill) (?:mother|father|mom|dad|child|kid|husband|wife))\b/,
    /\b(?:bebe|recien nacid[oa]|nin[oa]s? pequen[oa]s?|ancian[oa]s?|abuel[oa]s?|embarazada|asma)\b/,
  ],
  'says-emergency': [
    /(?<!\b(?:not|no|isn'?t)(?: really)?(?: an?)? )\bemergency\b(?! (?:exit|number|phone|contact|key|fund))/,
    /(?<!\bno es (?:una )?)\bemergencia\b/,
  ],
};

/** The circumstances that a text tells, in the order in which the domain knows them. */
export function readCircumstances(text: string): Circumstance[] {
  const plain = plainSpanish(text).replace(/[’‘]/g, "'");
  return circumstances.filter((id) => CUES[id].some((cue) => cue.test(plain)));
}
