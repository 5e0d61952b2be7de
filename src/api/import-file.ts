import { createHash } from 'node:crypto';
import {
  inOrder,
  type ImportFault,
  type ImportKind,
  type ImportOutcome,
} from '../domain/import.ts';
import type { ImportRow } from '../domain/import.ts';
import type { DateOrder } from '../domain/import-cells.ts';
import { checkRows } from '../domain/import-rows.ts';
import { importedSettings } from '../domain/import-settings.ts';
import type { PropertySettings } from '../domain/property.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Properties } from '../ports/properties.ts';
import type { PropertyBooks } from '../ports/property-books.ts';
import type { ReadTable, TableReader } from '../ports/table-reader.ts';
import { FileRefused } from './errors.ts';

/** What a file is imported into, and by which rules it is read. */
export interface ImportHouse {
  tables: TableReader;
  books: PropertyBooks;
  properties: Properties;
  policyPacks: PolicyPacks;
  auditLog: AuditLog;
}

/** A file that somebody wants to import. */
export interface FileToImport {
  kind: ImportKind;
  file: Uint8Array;
  dates: DateOrder;
  isRehearsal: boolean;
  /** Who: a member of staff, or the command line. */
  by: string;
  sees: (propertyId: string) => boolean;
}

/** What an import did, or would do. */
export interface ImportReport {
  kind: ImportKind;
  isRehearsal: boolean;
  encoding: ReadTable['encoding'];
  separator: ReadTable['separator'];
  added: number;
  changed: number;
  unchanged: number;
  /** Every row that is not unchanged. */
  rows: ImportOutcome[];
}

/**
 * Imports a file, all or nothing; again, it changes nothing. Properties are written to the books first and then to our
 * settings: an end between the two is made good by importing the same file again.
 * @throws FileRefused with every fault by row and column, TableUnreadable
 */
export async function importFile(house: ImportHouse, asked: FileToImport): Promise<ImportReport> {
  const { kind, isRehearsal, sees } = asked;
  const table = house.tables.read(asked.file);
  const pack = house.policyPacks.current(null);
  const context = { dates: asked.dates, trades: Object.keys(pack.trades) };
  const { rows, faults } = checkRows({ kind, table, context });
  // What is wrong with the references is named together with the rest, so nothing is written yet.
  const judged = await house.books.importRows({ kind, rows, isRehearsal: true, sees });
  refuse([...faults, ...judged.faults]);
  const settings = kind === 'properties' ? await plannedSettings(house, rows) : [];
  const outcomes = judged.outcomes.map((outcome) => withSettings(outcome, settings));
  if (!isRehearsal) await apply(house, { asked, rows, outcomes, settings });
  const { encoding, separator } = table;
  return { kind, isRehearsal, encoding, separator, ...counted(outcomes) };
}

function refuse(faults: readonly ImportFault[]): void {
  if (faults.length > 0) throw new FileRefused(inOrder(faults));
}

interface PlannedSettings {
  settings: PropertySettings;
  known: PropertySettings | null;
}

async function plannedSettings(
  { properties, policyPacks }: ImportHouse,
  rows: readonly ImportRow[],
): Promise<PlannedSettings[]> {
  const all = await properties.list();
  return rows.map((row) => {
    const known = all.find(({ propertyId }) => propertyId === row.key) ?? null;
    const { weekly } = policyPacks.current(null).hours;
    return { known, settings: importedSettings({ row, known, weekly }) };
  });
}

/** A property is only there when we run it, and changed when our settings of it change. */
function withSettings(outcome: ImportOutcome, planned: PlannedSettings[]): ImportOutcome {
  const own = planned.find(({ settings }) => settings.propertyId === outcome.key);
  if (!own) return outcome;
  if (!own.known) return { ...outcome, outcome: 'added', columns: [] };
  if (outcome.outcome !== 'unchanged' || isSame(own)) return outcome;
  return { ...outcome, outcome: 'changed', columns: ['settings'] };
}

const isSame = ({ settings, known }: PlannedSettings): boolean =>
  canonical(settings) === canonical(known);

/** The same text for the same settings, in whatever order the database gives their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [two]) => (one < two ? -1 : 1)))
      : inner,
  );
}

async function apply(
  { books, properties, auditLog }: ImportHouse,
  by: {
    asked: FileToImport;
    rows: readonly ImportRow[];
    outcomes: ImportOutcome[];
    settings: PlannedSettings[];
  },
): Promise<void> {
  const { kind, file, by: who, sees } = by.asked;
  const importId = crypto.randomUUID();
  const sha256 = createHash('sha256').update(file).digest('hex');
  const note = (word: 'started' | 'ended', facts: Record<string, string | number>) =>
    auditLog.append({
      chain: 'house',
      key: `import/${importId}/${word}`,
      event: `import.${word}`,
      facts: { kind, sha256, by: who, ...facts },
    });
  await note('started', { rows: by.rows.length });
  const done = await books.importRows({ kind, rows: by.rows, isRehearsal: false, sees });
  if (done.faults.length > 0) await note('ended', { outcome: 'refused' });
  refuse(done.faults); // somebody else changed the books since they were judged
  for (const planned of by.settings) {
    if (!planned.known || !isSame(planned)) await properties.save(planned.settings);
  }
  const { added, changed, unchanged } = counted(by.outcomes);
  await note('ended', { outcome: 'done', added, changed, unchanged });
}

function counted(outcomes: ImportOutcome[]) {
  const count = (wanted: ImportOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    rows: outcomes.filter(({ outcome }) => outcome !== 'unchanged'),
  };
}
