import { DateTime } from 'luxon';
import type { BusinessCalendar } from './business-hours.ts';
import type { Circumstance } from './circumstance.ts';
import { issueOf } from './issue.ts';
import type { MaintenanceRequestState } from './maintenance-request.ts';
import type { PolicyPack } from './policy-pack.ts';
import type { PriorityClass } from './priority.ts';
import type { Language } from './resident.ts';
import { renderText } from './texts.ts';

/** What texts may say of a request. */
export interface RequestFacts {
  /** The rules that it was opened under; its texts are theirs, whatever is in force today. */
  pack: PolicyPack;
  reference: string;
  /** The resident's own words for it. */
  summary: string;
  class: PriorityClass;
  issue: string;
  trade: string;
  state: MaintenanceRequestState;
  vendorName: string | null;
  windowFromAt: string | null;
  windowToAt: string | null;
  /** When the resident is promised to hear more, at the latest. */
  nextNewsAt: string;
  needsApproval: boolean;
  isRepeat: boolean;
  /** The reference of an earlier request of the same trouble that could not be reopened; null where there is none. */
  earlier: string | null;
}

/** What every text about a request is written with. */
export interface Writing {
  pack: PolicyPack;
  language: Language;
  calendar: BusinessCalendar;
  now: string;
}

/** The request's own text with that key, in the resident's language and the property's time. */
export function requestText(key: string, by: Writing & { request: RequestFacts }): string {
  const { language, request } = by;
  const { pack } = request;
  const trade = pack.trades[request.trade] ?? pack.trades['general'];
  const values = {
    reference: request.reference,
    summary: request.summary,
    class: pack.classes[request.class].label[language],
    trade: trade?.label[language] ?? request.trade,
    vendor: request.vendorName ?? '',
    window: windowOf(by),
    step: stepOf(by),
    nextNews: sayInstant(request.nextNewsAt, by),
    earlier: request.earlier ?? '',
    reopenDays: pack.modifiers.repeatWithinDays,
  };
  return renderText({ pack, key, language, values });
}

/** A question of the pack about a circumstance of a request. */
export function circumstanceText(
  id: Circumstance,
  by: Writing & { request: RequestFacts },
): string {
  const { pack, language, request } = by;
  const question = pack.modifiers.known[id]?.question?.[language] ?? '';
  const values = { summary: request.summary, question };
  return renderText({ pack, key: 'ask-circumstance', language, values });
}

// Times of the desk, while nobody knows where the resident lives.
const DESK_ZONE = 'UTC';

/** The key of the text for a state, told to a resident who asks. */
export const statusKey = (state: MaintenanceRequestState): string => `status-${state}`;

/**
 * An instant as people say it in the property's zone: "Tuesday 10:00", with the date when it is far away. The zone is
 * named only where it is not the resident's own.
 */
export function sayInstant(instant: string, { language, calendar, now }: Writing): string {
  const local = DateTime.fromISO(instant).setZone(calendar.zone).setLocale(language);
  const today = DateTime.fromISO(now).setZone(calendar.zone);
  const days = local.startOf('day').diff(today.startOf('day'), 'days').days;
  const time = local.toFormat(calendar.zone === DESK_ZONE ? "HH:mm 'UTC'" : 'HH:mm');
  const isNear = days > 0 && days < 7;
  if (language === 'es') {
    const day = local.toFormat(isNear ? "'el' cccc" : "'el' cccc d 'de' LLLL");
    const hour = `${local.hour === 1 ? 'a la' : 'a las'} ${time}`;
    return days === 0 ? `hoy ${hour}` : `${day} ${hour}`;
  }
  if (days === 0) return `today ${time}`;
  return `${local.toFormat(isNear ? 'cccc' : 'cccc d LLLL')} ${time}`;
}

// The pack's first step for that issue; '' where it has none.
function stepOf({ language, request }: Writing & { request: RequestFacts }): string {
  const { pack, issue } = request;
  const [step] = issueOf({ pack, id: issue }).selfHelp;
  return (step ? pack.selfHelp[step]?.offer[language] : undefined) ?? '';
}

function windowOf(by: Writing & { request: RequestFacts }): string {
  const { windowFromAt, windowToAt } = by.request;
  if (!windowFromAt || !windowToAt) return '';
  const until = DateTime.fromISO(windowToAt).setZone(by.calendar.zone).toFormat('HH:mm');
  return `${sayInstant(windowFromAt, by)}-${until}`;
}
