// 555-0100 to 555-0199 are set aside for fiction in every North American area code.
const NUMBERS_PER_AREA = 100;

/** A number that can never ring at a real person: `index` 0 to 99 in that area code, as E.164. @throws Error beyond. */
export function fictionalPhone({ area, index }: { area: string; index: number }): string {
  if (index < 0 || index >= NUMBERS_PER_AREA) throw new Error(`no fictional number ${index}`);
  return `+1${area}55501${String(index).padStart(2, '0')}`;
}
