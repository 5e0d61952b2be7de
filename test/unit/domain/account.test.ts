import { expect, test } from 'vitest';
import { accountText, type AccountReading } from '../../../src/domain/account.ts';
import { defaultPack as pack } from './default-pack.ts';

const entry = (postedOn: string, amountCents: number) => ({
  postedOn,
  description: `Entry of ${postedOn}`,
  amountCents,
});

function reading(about: Partial<AccountReading> = {}): AccountReading {
  return {
    topic: 'balance',
    ledger: {
      balanceCents: 120_050,
      currency: 'USD',
      entries: [
        entry('2026-10-01', 135_000),
        entry('2026-11-03', -14_950),
        ...[1, 2, 3, 4, 5, 6].map((month) => entry(`2026-0${month}-01`, 100)),
      ],
      asOf: '2026-11-24T03:30:00.000Z',
    },
    lease: { fromOn: '2026-01-01', toOn: '2026-12-31', rentCents: 135_000 },
    zone: 'America/Chicago',
    language: 'en',
    pack,
    ...about,
  };
}

// Money: figures as the platform has them, and when they were read, on the property's clock.
test('the balance is told with the time of its reading', () => {
  expect(accountText(reading())).toBe('Your balance is $1,200.50 (as of 23 Nov 21:30).');
  expect(accountText(reading({ language: 'es' }))).toBe('Su saldo es $1,200.50 (al 23 nov 21:30).');
});

test('a credit is told as one', () => {
  const ledger = { ...reading().ledger, balanceCents: -5_000 };
  expect(accountText(reading({ ledger }))).toContain('-$50.00');
});

test('charges are told newest first, six at most, below the balance', () => {
  const [balance, ...lines] = accountText(reading({ topic: 'charges' })).split('\n');
  expect(balance).toContain('$1,200.50');
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe('3 Nov 2026: Entry of 2026-11-03, -$149.50');
  expect(lines[1]).toBe('1 Oct 2026: Entry of 2026-10-01, $1,350.00');
});

test('days of the lease are told as calendar days, in any zone', () => {
  for (const zone of ['Pacific/Honolulu', 'Pacific/Auckland']) {
    expect(accountText(reading({ topic: 'lease-dates', zone }))).toBe(
      'Your lease runs from 1 Jan 2026 to 31 Dec 2026; the rent is $1,350.00.',
    );
  }
});

test('a lease without an end is told in both languages', () => {
  const lease = { fromOn: '2026-01-01', toOn: null, rentCents: 135_000 };
  for (const language of ['en', 'es'] as const) {
    expect(accountText(reading({ topic: 'lease-dates', lease, language }))).not.toMatch(
      /null|[{}]/,
    );
  }
});
