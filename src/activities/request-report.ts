import { createHash } from 'node:crypto';
import type { Decision } from '../domain/decision.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { PropertySettings } from '../domain/property.ts';
import type { Resident } from '../domain/resident.ts';
import type { ConversationFacts, TurnPart } from '../ports/conversations.ts';
import { ProviderError, RecordNotFound } from '../ports/errors.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'policyPacks' | 'platform'>;
type ReportedProblem = Extract<Decision, { kind: 'report-problem' }>;

/** A trouble that a turn reports. */
export interface Reporting {
  turnId: string;
  conversationId: string;
  decision: ReportedProblem;
  dangers: CommittedDanger[];
  /** The request of the same trouble that cannot be opened again, and why not. */
  earlier?: { reference: string; reason: 'late' | 'unfinished' };
}

/** A report with all that is known around it. */
export interface Report {
  requestId: string;
  dedupeKey: string;
  conversation: ConversationFacts;
  property: PropertySettings;
  /** The rules that the request is pinned to. */
  pack: PolicyPack;
  /** Where it is; null where nobody could say. */
  home: Pick<Resident, 'unitId' | 'leaseId'> | null;
  part: TurnPart;
  decision: ReportedProblem;
  isDanger: boolean;
  /** The reference of the request that it follows; null where there is none. */
  earlier: string | null;
}

/** Reads what a report needs. @throws RecordNotFound, and what the platform throws while nobody knows the home */
export async function readReport(house: Needs, by: Reporting): Promise<Report> {
  const { records, platform } = house;
  const { turnId, decision } = by;
  const conversation = await records.conversations.find(by.conversationId);
  const part = (await records.conversations.readParts(turnId))[decision.part];
  if (!conversation || !part) throw new RecordNotFound(`no part ${decision.part} of ${turnId}`);
  const { propertyId, residentId } = conversation;
  const property = propertyId ? await records.properties.find(propertyId) : null;
  if (!property) throw new RecordNotFound('a request needs a property');
  const dedupeKey = `${turnId}/${decision.part}`;
  const isDanger = by.dangers.some(({ isNew, issue }) => isNew && issue === decision.issue);
  const requestId = `mr_${createHash('sha256').update(dedupeKey).digest('hex').slice(0, 20)}`;
  const home = residentId
    ? await homeOf(platform, { residentId, conversation, isDanger, requestId, turnId })
    : null;
  const unitId = home?.unitId ?? null;
  return {
    requestId,
    dedupeKey,
    conversation,
    property,
    pack: await packOf(house, { requestId, propertyId: property.propertyId, unitId }),
    home,
    part,
    decision,
    isDanger,
    earlier: by.earlier?.reference ?? null,
  };
}

/** The rules in force; those that an earlier attempt has opened it under, when the rules changed in between. */
async function packOf(
  { records: { maintenanceRequests }, policyPacks }: Needs,
  by: { requestId: string; propertyId: string; unitId: string | null },
): Promise<PolicyPack> {
  const { requestId, propertyId, unitId } = by;
  const opened = await maintenanceRequests.find(requestId);
  return opened
    ? policyPacks.pinned({ version: opened.packVersion, propertyId })
    : policyPacks.current(propertyId, unitId);
}

/** While the platform is down, by what we know ourselves; an emergency is opened also when that is nothing. */
async function homeOf(
  platform: Needs['platform'],
  by: {
    residentId: string;
    conversation: ConversationFacts;
    isDanger: boolean;
    requestId: string;
    turnId: string;
  },
): Promise<Report['home']> {
  const { residentId, requestId, turnId } = by;
  const { knownHome, conversationId, propertyId } = by.conversation;
  const known = knownHome?.residentId === residentId ? knownHome : null;
  const ids = { residentId, conversationId, requestId, turnId };
  try {
    return await platform.findResident(residentId, { propertyId, ids });
  } catch (error) {
    if ((known || by.isDanger) && error instanceof ProviderError) return known;
    throw error;
  }
}
