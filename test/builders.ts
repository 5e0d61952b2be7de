import type { Trouble, EarlierTrouble } from '../src/domain/duplicate.ts';
import type { Passage } from '../src/domain/document.ts';
import type { Identity } from '../src/domain/identity.ts';
import type { RequestFacts } from '../src/domain/request-text.ts';
import type { Resident } from '../src/domain/resident.ts';
import type { Rollout } from '../src/domain/rollout.ts';
import { defaultPack } from './unit/domain/default-pack.ts';
import type { MessageReceived, MetDanger } from '../src/workflows/conversation/contract.ts';

/** A resident of unit 4B with a phone; what a test is about, it says. */
export function aResident(about: Partial<Resident> = {}): Resident {
  return {
    id: 'HC-4B-01',
    propertyId: 'harbor-court',
    unitId: 'harbor-court-4b',
    unitNumber: '4B',
    leaseId: 'lease-1',
    status: 'current',
    firstName: 'Maria',
    lastName: 'Alvarez',
    phones: ['+17135550123'],
    emails: ['maria.alvarez@resident.example'],
    language: 'en',
    ...about,
  };
}

/** Who writes: a current resident, recognised by their number. */
export function anIdentity(about: Partial<Identity> = {}): Identity {
  return {
    personId: 'person-1',
    assurance: 'channel',
    residentId: 'HC-4B-01',
    propertyId: 'harbor-court',
    unitId: 'harbor-court-4b',
    leaseId: 'lease-1',
    status: 'current',
    ...about,
  };
}

/** A property where everything is on. */
export function aRollout(about: Partial<Rollout> = {}): Rollout {
  return { phase: 'writes', skills: {}, stopped: [], ...about };
}

/** A committed message as its conversation hears of it. */
export function aMessageReceived(
  sequence: number,
  about: Partial<MessageReceived> = {},
): MessageReceived {
  return { messageId: `message-${sequence}`, sequence, danger: null, isFlood: false, ...about };
}

/** A danger that is news in its conversation. */
export function aDanger(about: Partial<MetDanger> = {}): MetDanger {
  return {
    dangerId: 'danger-1',
    hazard: 'gas',
    issue: 'gas.odor',
    class: 'P0',
    isNew: true,
    ...about,
  };
}

/** A piece of a property's published document. */
export function aPassage(about: Partial<Passage> = {}): Passage {
  return {
    id: 'passage-1',
    documentId: 'document-1',
    documentTitle: 'House rules',
    version: 2,
    page: 3,
    scope: { kind: 'property', id: 'harbor-court' },
    heading: 'Pool',
    text: 'The pool is open from 8:00 am to 10:00 pm. Each home may bring two guests.',
    ...about,
  };
}

/** A blocked sink, as reported. */
export function aTrouble(about: Partial<Trouble> = {}): Trouble {
  return { issue: 'drain.sink_bath', family: 'drain', summary: 'kitchen sink clogged', ...about };
}

/** An open request of the same household about the same sink. */
export function anEarlierTrouble(about: Partial<EarlierTrouble> = {}): EarlierTrouble {
  return {
    ...aTrouble(),
    requestId: 'mr-1',
    leaseId: 'lease-1',
    isOpen: true,
    closedAt: null,
    ...about,
  };
}

/** A request that waits for a manager, as texts tell of it. */
export function aRequest(about: Partial<RequestFacts> = {}): RequestFacts {
  return {
    pack: defaultPack,
    reference: 'MR-0123456789',
    summary: 'water under the kitchen sink',
    class: 'P2',
    issue: 'water.leak_contained',
    trade: 'plumbing',
    state: 'awaiting-approval',
    vendorName: 'Bayou Plumbing',
    windowFromAt: '2026-11-24T15:00:00.000Z',
    windowToAt: '2026-11-24T17:00:00.000Z',
    nextNewsAt: '2026-11-24T16:00:00.000Z',
    needsApproval: false,
    isRepeat: false,
    earlier: 'MR-9876543210',
    ...about,
  };
}
