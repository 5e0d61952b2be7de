const rules = new Intl.PluralRules('en');

/** `1 message`, `2 messages`; give the plural where it is not made with an s. */
export function plural(
  count: number,
  { one, many = `${one}s` }: { one: string; many?: string },
): string {
  return `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : many}`;
}
