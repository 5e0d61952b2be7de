import { reopenedCase } from '../domain/reopening.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import { logger } from '../logger.ts';

// Whoever reopened it starts it as well; a row that lies this long was lost between the two.
const LEFT_AFTER_MS = 5_000;

/** What starting reopened requests needs. */
export interface StartReopenedOptions {
  records: Pick<Records, 'properties' | 'requestReopenings'>;
  policyPacks: PolicyPacks;
  processes: Pick<Processes, 'reopenMaintenanceRequest'>;
  connectionId: string;
}

/** Starts the processes of reopened requests; never throws, since the sweep tries again. */
export interface StartReopened {
  /** Of one request, at once. */
  one(row: MaintenanceRequestRow): Promise<void>;
  /** Of all that nobody has begun. */
  left(): Promise<void>;
}

/** A reopening is a row first: what was lost between the row and its process is found here. */
export function createStartReopened(options: StartReopenedOptions): StartReopened {
  const { requestReopenings } = options.records;
  const one = (row: MaintenanceRequestRow): Promise<void> =>
    start(options, row).catch((error: unknown) => noteFailure(error, row.requestId));
  return {
    one,
    async left() {
      const rows = await requestReopenings.listLeft({ olderThanMs: LEFT_AFTER_MS });
      for (const row of rows) await one(row);
    },
  };
}

async function start(
  { records: { properties }, policyPacks, processes, connectionId }: StartReopenedOptions,
  row: MaintenanceRequestRow,
): Promise<void> {
  const { propertyId, packVersion: version, reopenedAt } = row;
  const property = await properties.find(propertyId);
  if (!property || reopenedAt === null) {
    throw new RecordNotFound(`nothing to start for ${row.requestId}`);
  }
  const pack = await policyPacks.pinned({ version, propertyId });
  const { calendar } = property;
  const reopened = reopenedCase({ ...row, reopenedAt, connectionId }, { pack, calendar });
  await processes.reopenMaintenanceRequest(reopened);
}

function noteFailure(error: unknown, requestId: string): void {
  const name = error instanceof Error ? error.name : 'unknown';
  logger.warn({ requestId, error: name }, 'reopened request not started yet');
}
