import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';

const PROPERTY = defineSearchAttributeKey('NightPorterProperty', 'KEYWORD');
const STATE = defineSearchAttributeKey('NightPorterState', 'KEYWORD');
const CLASS = defineSearchAttributeKey('NightPorterClass', 'KEYWORD');
const NEXT_DEADLINE = defineSearchAttributeKey('NightPorterNextDeadline', 'DATETIME');

/** What the Web UI can be searched by; our own ids and words only. */
export interface Labels {
  propertyId?: string | null;
  state?: string;
  class?: string | null;
  nextDeadlineAt?: string | null;
}

/** The attributes for those labels; what is null or absent is left alone. */
export function searchAttributes(labels: Labels): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [];
  if (labels.propertyId) pairs.push({ key: PROPERTY, value: labels.propertyId });
  if (labels.state) pairs.push({ key: STATE, value: labels.state });
  if (labels.class) pairs.push({ key: CLASS, value: labels.class });
  if (labels.nextDeadlineAt) {
    pairs.push({ key: NEXT_DEADLINE, value: new Date(labels.nextDeadlineAt) });
  }
  return pairs;
}

/** What changes while a process runs; no deadline takes the last one away. */
export function standingAttributes(by: {
  state: string;
  nextDeadlineAt: string | null;
}): SearchAttributeUpdatePair[] {
  const { state, nextDeadlineAt } = by;
  const deadline = nextDeadlineAt === null ? null : new Date(nextDeadlineAt);
  return [
    { key: STATE, value: state },
    { key: NEXT_DEADLINE, value: deadline },
  ];
}
