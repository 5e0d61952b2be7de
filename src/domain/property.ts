import { calendarOf, type BusinessCalendar } from './business-hours.ts';
import type { SafetyContacts } from './danger.ts';
import type { PolicyPack } from './policy-pack.ts';
import type { Rollout } from './rollout.ts';

/** A property as we run it: its clock, its people, its switches. */
export interface PropertySettings {
  propertyId: string;
  organisationId: string;
  name: string;
  calendar: BusinessCalendar;
  contacts: PropertyContacts;
  rollout: Rollout;
}

/** Numbers that fixed texts name, and ids of the people who are rung. */
export interface PropertyContacts {
  /** 911, 112, 999. */
  emergency: string;
  gasUtility: string;
  crisisLine: string;
  /** How a text names the person on call: "the on-call engineer". */
  onCallName: string;
  onCall: string[];
  managers: string[];
}

/** The calendar for people whose property is not known yet: the pack's hours, in UTC. */
export function deskCalendar(pack: PolicyPack): BusinessCalendar {
  return calendarOf({ pack, zone: 'UTC' });
}

/** Whom a safety text names; words that are true anywhere while the property is not known. */
export function safetyContacts(property: PropertySettings | null): SafetyContacts {
  if (!property) return ANYWHERE;
  const { emergency, gasUtility, crisisLine, onCallName } = property.contacts;
  // A property whose contacts are not filled in yet must not keep its residents from being warned.
  return {
    emergency: emergency || ANYWHERE.emergency,
    gasUtility: gasUtility || ANYWHERE.gasUtility,
    crisisLine: crisisLine || ANYWHERE.crisisLine,
    onCall: onCallName || ANYWHERE.onCall,
  };
}

const ANYWHERE: SafetyContacts = {
  emergency: '911',
  gasUtility: 'your gas utility',
  onCall: 'Our team',
  crisisLine: '988',
};
