import type { ComponentType } from 'react';
import type { Action } from '../../../src/api/rights.ts';
import type { Counts } from './counts.ts';

/** A page of the desk, as its folder's `page.ts` describes it. */
export interface DeskPage {
  /** Its place in the navigation, by the list below. */
  place: Place;
  /** Which right it needs; people without it do not see it in the navigation. */
  action: Action;
  /** There in sample mode only: to people without the right there is no such page. */
  isSampleOnly?: boolean;
  /** What waits there, for the badge. */
  badge?: (counts: Counts) => number;
  /** Addresses below the place, and what they show; `''` is the page itself. */
  routes: { path: string; Component: ComponentType }[];
}

/** Every place of the navigation, in order. */
const PLACES = {
  inbox: 'Inbox',
  approvals: 'Approvals',
  alerts: 'Alerts',
  maintenance: 'Maintenance',
  documents: 'Documents',
  rollout: 'Rollout',
  health: 'Health',
  numbers: 'Numbers',
  imports: 'Import',
  settings: 'Settings',
  phone: 'Phone simulator',
} as const;

/** One of the places. */
export type Place = keyof typeof PLACES;

/** What a place is called. */
export const labelOf = (place: Place): string => PLACES[place];

const ORDER = Object.keys(PLACES);
const found = import.meta.glob<{ page: DeskPage }>('../*/page.ts', { eager: true });

/** The pages that there are: every folder beside this one with a `page.ts`, in the order of the navigation. */
export const pages: readonly DeskPage[] = Object.values(found)
  .map(({ page }) => page)
  .toSorted((one, other) => ORDER.indexOf(one.place) - ORDER.indexOf(other.place));
