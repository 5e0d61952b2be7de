import type { WeeklyHours } from './business-hours.ts';
import { importDefaults } from './import-columns.ts';
import { readWeeklyHours } from './import-hours.ts';
import type { ImportRow, ImportValue } from './import.ts';
import type { PropertySettings } from './property.ts';

/** A property as we run it once its row is imported. A new one starts `off`; a known one keeps its switches. */
export function importedSettings(by: {
  readonly row: ImportRow;
  readonly known: PropertySettings | null;
  /** The hours of the rules in force, for a property whose file names none. */
  readonly weekly: WeeklyHours;
}): PropertySettings {
  const { row, known, weekly } = by;
  const values = { ...importDefaults('properties'), ...inColumns(known), ...row.values };
  const word = (column: string): string => String(values[column] ?? '');
  const hasHours = 'office_hours' in row.values || !known;
  const hours = readWeeklyHours(word('office_hours')) ?? weekly;
  return {
    propertyId: word('property_id'),
    organisationId: word('organisation_id'),
    name: word('name'),
    calendar: {
      zone: word('time_zone'),
      weekly: hasHours ? hours : known.calendar.weekly,
      holidays: listed(values['holidays']),
    },
    contacts: {
      emergency: word('emergency_number'),
      gasUtility: word('gas_utility'),
      crisisLine: word('crisis_line'),
      onCallName: word('on_call_name'),
      onCall: listed(values['on_call']),
      managers: listed(values['managers']),
    },
    rollout: known?.rollout ?? { phase: 'off', skills: {}, stopped: [] },
  };
}

function inColumns(known: PropertySettings | null): Record<string, ImportValue> {
  if (!known) return {};
  const { organisationId, name, calendar, contacts } = known;
  return {
    organisation_id: organisationId,
    name,
    time_zone: calendar.zone,
    holidays: calendar.holidays,
    emergency_number: contacts.emergency,
    crisis_line: contacts.crisisLine,
    gas_utility: contacts.gasUtility,
    on_call_name: contacts.onCallName,
    on_call: contacts.onCall,
    managers: contacts.managers,
  };
}

const listed = (value: ImportValue | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : [];
