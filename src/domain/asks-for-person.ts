// What the first contact promises to understand, with what people write around it.
const PERSON =
  /^(?:(?:an?|un|una|the|real)\s)*(?:person|human(?:\sbeing)?|agent|persona|humano|agente)(?:\sreal)?$/;
const COURTESY =
  /\b(?:please|pls|plz|thanks|thank you|hello|hi|por favor|porfavor|gracias|hola)\b/g;

/**
 * Whether a message is nothing but the word for a person, in either language: it brings one whatever a model makes of
 * it, and while there is none.
 */
export function asksForPerson(text: string): boolean {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(COURTESY, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return PERSON.test(words);
}
