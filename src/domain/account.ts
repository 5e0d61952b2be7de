import { DateTime } from 'luxon';
import type { AccountTopic } from './decision.ts';
import type { PolicyPack } from './policy-pack.ts';
import type { Language } from './resident.ts';
import { renderText } from './texts.ts';

/** What the platform said of an account, and how it is to be told. */
export interface AccountReading {
  topic: AccountTopic;
  ledger: {
    balanceCents: number;
    currency: string;
    entries: { postedOn: string; description: string; amountCents: number }[];
    asOf: string;
  };
  lease: { fromOn: string; toOn: string | null; rentCents: number };
  zone: string;
  language: Language;
  pack: PolicyPack;
}

const LINES_MAX = 6;
// Amounts read alike in both languages: "$1,200.50", as on the lease and the bill.
const MONEY_LOCALE: Record<Language, string> = { en: 'en-US', es: 'es-US' };

/** The account in words: figures from the record only, always with the time of the reading. */
export function accountText(reading: AccountReading): string {
  const { topic, ledger, lease, language, pack, zone } = reading;
  const money = (cents: number): string =>
    new Intl.NumberFormat(MONEY_LOCALE[language], {
      style: 'currency',
      currency: ledger.currency,
    }).format(cents / 100);
  const day = (on: string): string =>
    DateTime.fromISO(on).setLocale(language).toFormat('d LLL yyyy');
  const asOf = DateTime.fromISO(ledger.asOf)
    .setZone(zone)
    .setLocale(language)
    .toFormat('d LLL HH:mm');
  const say = (key: string, values: Record<string, string>): string =>
    renderText({ pack, key, language, values });

  if (topic === 'lease-dates') {
    const to = lease.toOn ? day(lease.toOn) : '-';
    return say('account-lease', { from: day(lease.fromOn), to, rent: money(lease.rentCents) });
  }
  const balance = say('account-balance', { balance: money(ledger.balanceCents), asOf });
  if (topic === 'balance') return balance;
  const recent = ledger.entries
    .toSorted((one, other) => other.postedOn.localeCompare(one.postedOn))
    .slice(0, LINES_MAX)
    .map(({ postedOn, description, amountCents }) =>
      say('account-line', { on: day(postedOn), description, amount: money(amountCents) }),
    );
  return [balance, ...recent].join('\n');
}
