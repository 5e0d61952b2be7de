import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import type {
  MaintenanceRequestState,
  RequestNews,
} from '../../../src/domain/maintenance-request.ts';
import { deskCalendar } from '../../../src/domain/property.ts';
import { requestText, sayInstant, statusKey } from '../../../src/domain/request-text.ts';
import type { Language } from '../../../src/domain/resident.ts';
import { aRequest } from '../../builders.ts';
import { defaultPack as pack } from './default-pack.ts';

// A Monday, 9:00 in Houston.
const NOW = '2026-11-23T15:00:00.000Z';
const calendar = calendarOf({ pack, zone: 'America/Chicago' });
const writing = (language: Language) => ({ pack, language, calendar, now: NOW });
const languages: Language[] = ['en', 'es'];

// Written out, so that a new state or piece of news does not compile without its text being looked for here.
const states: Record<MaintenanceRequestState, true> = {
  'awaiting-confirmation': true,
  'self-help': true,
  opening: true,
  'awaiting-approval': true,
  open: true,
  'vendor-assigned': true,
  scheduled: true,
  'in-progress': true,
  'awaiting-completion-check': true,
  'needs-person': true,
  closed: true,
  dropped: true,
  cancelled: true,
};
const news: Record<RequestNews, true> = {
  opened: true,
  'self-help-offer': true,
  'not-ordered': true,
  'waiting-for-approval': true,
  approved: true,
  'approved-not-ordered': true,
  'approval-rejected': true,
  'approval-expired': true,
  'vendor-chosen': true,
  scheduled: true,
  'in-progress': true,
  'on-hold': true,
  done: true,
  'completion-reminder': true,
  survey: true,
  reopened: true,
  closed: true,
  cancelled: true,
};

describe.each(languages)('in %s', (language) => {
  const textOf = (key: string): string =>
    requestText(key, { ...writing(language), request: aRequest() });

  test('every state of a request can be told, with its number', () => {
    for (const state of Object.keys(states)) {
      const text = requestText(`status-${state}`, { ...writing(language), request: aRequest() });
      expect(text, state).toContain('MR-0123456789 (water under the kitchen sink)');
      expect(text, state).not.toMatch(/[{}]|undefined|null/);
    }
  });

  test('every piece of news can be told', () => {
    for (const kind of [...Object.keys(news), 'waiting-for-approval', 'delayed']) {
      expect(textOf(`news-${kind}`), kind).not.toMatch(/[{}]|undefined|null|^$/);
    }
  });
});

test('a state is told by the text of its name', () => {
  expect(statusKey('awaiting-approval')).toBe('status-awaiting-approval');
  expect(pack.texts).toHaveProperty(statusKey('awaiting-approval'));
});

test('says what is reported, its number, its class, who must approve, and when it writes again', () => {
  const say = (language: Language) =>
    requestText('request-opened-approval', { ...writing(language), request: aRequest() });
  expect(say('en')).toBe(
    'I have reported: water under the kitchen sink. Your number is MR-0123456789 (urgent). ' +
      'A manager must approve the plumber; I will write by Tuesday 10:00.',
  );
  expect(say('es')).toBe(
    'Ya reporté: water under the kitchen sink. Su número es MR-0123456789 (urgente). ' +
      'Un gerente debe aprobar este trabajo: plomero. Le escribiré a más tardar el martes a las 10:00.',
  );
});

describe('an instant', () => {
  const say = (at: string, language: Language = 'en', now = NOW) =>
    sayInstant(at, { ...writing(language), now });

  test('is a weekday within a week, and carries its date beyond', () => {
    expect(say('2026-11-24T16:00:00.000Z')).toBe('Tuesday 10:00');
    expect(say('2026-11-29T16:00:00.000Z')).toBe('Sunday 10:00');
    expect(say('2026-11-30T16:00:00.000Z')).toBe('Monday 30 November 10:00');
    expect(say('2026-11-20T16:00:00.000Z')).toBe('Friday 20 November 10:00');
    expect(say('2026-11-24T07:00:00.000Z', 'es')).toBe('el martes a la 01:00');
    expect(say('2026-11-30T16:00:00.000Z', 'es')).toBe('el lunes 30 de noviembre a las 10:00');
  });

  test("is today by the property's day, not by the server's", () => {
    expect(say('2026-11-24T05:59:00.000Z')).toBe('today 23:59');
    expect(say('2026-11-24T06:00:00.000Z')).toBe('Tuesday 00:00');
    expect(say('2026-11-24T05:59:00.000Z', 'es')).toBe('hoy a las 23:59');
    expect(say('2026-11-24T16:00:00.000Z', 'en', '2026-11-24T05:30:00.000Z')).toBe('Tuesday 10:00');
  });

  test('keeps local time when the clocks change in between', () => {
    // Daylight saving time ends on Sunday, 1 November 2026 in Houston.
    expect(say('2026-11-02T15:00:00.000Z', 'en', '2026-10-31T14:00:00.000Z')).toBe('Monday 09:00');
    expect(say('2026-10-31T14:00:00.000Z', 'en', '2026-10-31T13:00:00.000Z')).toBe('today 09:00');
  });

  // Trust: a time in a zone that is not the resident's own is a promise that we would break.
  test('names its zone only while nobody knows where the resident lives', () => {
    const by = { ...writing('en'), calendar: deskCalendar(pack) };
    expect(sayInstant('2026-11-24T16:00:00.000Z', by)).toBe('Tuesday 16:00 UTC');
    expect(sayInstant('2026-11-24T16:00:00.000Z', { ...by, language: 'es' })).toBe(
      'el martes a las 16:00 UTC',
    );
  });
});

test('a visit is told with both its ends', () => {
  const request = aRequest();
  expect(requestText('news-scheduled', { ...writing('en'), request })).toContain(
    'Tuesday 09:00-11:00',
  );
  expect(requestText('news-scheduled', { ...writing('es'), request })).toContain(
    'el martes a las 09:00-11:00',
  );
});

test('a trade that the pack does not know is called a maintenance technician', () => {
  const request = aRequest({ trade: 'no-such-trade' });
  expect(requestText('request-opened-approval', { ...writing('en'), request })).toContain(
    'approve the maintenance technician',
  );
});

test('words of the resident are not read as a template', () => {
  const request = aRequest({ summary: '{trade} $& {reference}' });
  expect(requestText('request-joined', { ...writing('en'), request })).toContain(
    '({trade} $& {reference})',
  );
});

test('the step that may help is the one of the issue', () => {
  const request = aRequest({ issue: 'disposal.jam' });
  for (const language of languages) {
    const text = requestText('news-self-help-offer', { ...writing(language), request });
    expect(text).toContain(pack.selfHelp['SH-disposal']?.offer[language]);
  }
});

test('the texts of a request are those it was opened under, not those of the turn that tells them', () => {
  const texts = { ...pack.texts, 'status-open': { en: '{reference} is open, as of old.' } };
  const request = aRequest({ pack: { ...pack, texts } });
  expect(requestText('status-open', { ...writing('en'), request })).toBe(
    'MR-0123456789 is open, as of old.',
  );
});
