import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** A number as people write it, American unless it begins with + and a country; null for what cannot be one. */
export function e164Of(written: string): string | null {
  const parsed = parsePhoneNumberFromString(written, 'US');
  // Possible, not valid: numbers kept free for fiction (555-0100 to 555-0199) are assigned to nobody.
  return parsed?.isPossible() ? parsed.number : null;
}
