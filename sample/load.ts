import type { PropertySettings } from '../src/domain/property.ts';
import { parseScope, type Scope } from '../src/domain/document.ts';
import { sampleDocuments } from './documents.ts';
import { sampleProperty, type SampleProperty } from './property.ts';
import { sampleOnCall, sampleStaff, type SampleStaffMember } from './staff.ts';

/** What the sample is loaded into. Each step is harmless when it was done before. */
export interface SampleTarget {
  fillPlatform(data: SampleProperty): Promise<unknown>;
  saveProperty(settings: PropertySettings): Promise<void>;
  /** Keeps the file and starts to read it, where it is new. */
  receiveDocument(document: {
    documentId: string;
    title: string;
    kind: string;
    scope: Scope;
    file: Uint8Array;
    effectiveFromOn: string;
  }): Promise<void>;
  /** Answers with the id that the person has in the house. */
  addStaff(member: SampleStaffMember & { onCallAt: string[] }): Promise<string>;
}

/** The documents that must be published before the sample house is ready. */
export interface LoadedSample {
  documentIds: string[];
  staff: SampleStaffMember[];
}

const CRISIS_LINE = '988'; // the national line of the United States, where both properties stand

/** Loads the sample operator: platform, properties, staff, documents. */
export async function loadSample(target: SampleTarget): Promise<LoadedSample> {
  const data = sampleProperty();
  await target.fillPlatform(data);
  const contacts = new Map<string, string>();
  for (const member of sampleStaff()) {
    const onCallAt = sampleOnCall()
      .filter(({ staffIds }) => staffIds.includes(member.id))
      .map(({ propertyId }) => propertyId);
    contacts.set(member.id, await target.addStaff({ ...member, onCallAt }));
  }
  const asContacts = (ids: string[]): string[] => ids.map((id) => contacts.get(id) ?? id);
  for (const building of data.properties) {
    await target.saveProperty({
      propertyId: building.id,
      organisationId: building.organisationId,
      name: building.name,
      calendar: {
        zone: building.timeZone,
        weekly: building.officeHours,
        holidays: building.holidays.map(({ on }) => on),
      },
      contacts: {
        emergency: building.emergencyNumber,
        gasUtility: `${building.gasUtilityName} (${building.gasUtilityPhone})`,
        crisisLine: CRISIS_LINE,
        onCallName: 'The on-call team',
        onCall: asContacts(staffOnCall(building.id)),
        managers: asContacts(managersOf(building.id)),
      },
      rollout: { phase: 'writes', skills: {}, stopped: [] },
    });
  }
  const documents = await sampleDocuments();
  for (const { id, title, kind, scope, pdf, effectiveFrom } of documents) {
    await target.receiveDocument({
      documentId: id,
      title,
      kind,
      scope: scopeOf(scope),
      file: pdf,
      effectiveFromOn: effectiveFrom,
    });
  }
  return { documentIds: documents.map(({ id }) => id), staff: sampleStaff() };
}

function scopeOf(text: string): Scope {
  const scope = parseScope(text);
  if (!scope) throw new Error(`a sample document names no scope: ${text}`);
  return scope;
}

const staffOnCall = (propertyId: string): string[] =>
  sampleOnCall().find((duty) => duty.propertyId === propertyId)?.staffIds ?? [];

const managersOf = (propertyId: string): string[] =>
  sampleStaff()
    .filter(({ role, propertyIds }) => role === 'manager' && propertyIds.includes(propertyId))
    .map(({ id }) => id);
