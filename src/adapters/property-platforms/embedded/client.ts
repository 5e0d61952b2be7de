import { DatabaseError, Pool, type PoolClient } from 'pg';
import type { z } from 'zod';
import {
  ProviderAmbiguous,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
} from '../../../ports/errors.ts';
import { asApplication } from './role.ts';

// The server gives a statement up after this long, so nothing that was sent can still commit later than that.
const STATEMENT_TIMEOUT_MS = 2_000;

/** How long after a lost answer a search that finds nothing may be believed: the statement's limit and some slack. */
export const SETTLE_MS = STATEMENT_TIMEOUT_MS + 500;

/** One SQL statement with its values. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** The platform's own connections; nothing on them ever takes part in a transaction of ours. */
export interface PlatformClient {
  /** Rows in the shape given. @throws ProviderUnavailable, ProviderUnauthorized */
  read<Row>(statement: Statement, row: z.ZodType<Row>): Promise<Row[]>;
  /**
   * One statement, committed by itself.
   * @throws ProviderRejected, ProviderUnavailable (not done), ProviderAmbiguous (may have been done)
   */
  write<Row>(statement: Statement, row: z.ZodType<Row>): Promise<Row[]>;
  close(): Promise<void>;
}

/** Opens the platform's own pool; connects when first asked. */
export function createPlatformClient({ url }: { url: string }): PlatformClient {
  const pool = new Pool({
    connectionString: url,
    ...asApplication,
    application_name: 'embedded-platform',
    max: 4,
    connectionTimeoutMillis: 2_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
  });
  // Without a listener a lost connection ends the process; the query that runs on it, or the next one, is told anyway.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));

  const run = async ({ text, values }: Statement, lostAnswer: LostAnswer) => {
    const connection = await connect(pool);
    let failure: Error | undefined;
    try {
      return (await connection.query<Record<string, unknown>>(text, values)).rows;
    } catch (error) {
      failure = translate(error, lostAnswer);
      throw failure;
    } finally {
      connection.release(failure);
    }
  };

  return {
    read: async (statement, row) =>
      (await run(statement, unavailable)).map((found) => row.parse(found)),
    write: async (statement, row) =>
      (await run(statement, ambiguous)).map((found) => row.parse(found)),
    close: () => pool.end(),
  };
}

type LostAnswer = (error: unknown) => Error;

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw translate(error, unavailable); // nothing was sent yet, whatever it was for
  }
}

// https://www.postgresql.org/docs/18/errcodes-appendix.html, read 2026-11-23.
const REFUSED_ACCOUNT = /^28|^42501$|^3D000$/;
const REFUSED_VALUES = /^2[23]/;
const LOST_CONNECTION = /^08|^57P/;
const WRONG_STATEMENT = /^42/; // our bug, not the platform's trouble

function translate(error: unknown, lostAnswer: LostAnswer): Error {
  if (!(error instanceof DatabaseError)) return lostAnswer(error);
  const code = error.code ?? '';
  if (REFUSED_ACCOUNT.test(code)) {
    return new ProviderUnauthorized('embedded platform refused our account', { cause: error });
  }
  if (REFUSED_VALUES.test(code)) {
    const rule = error.constraint ?? code;
    return new ProviderRejected(`embedded platform refused the values (${rule})`, { cause: error });
  }
  if (LOST_CONNECTION.test(code)) return lostAnswer(error);
  if (WRONG_STATEMENT.test(code)) return error;
  return unavailable(error); // rolled back by the server: time limit, deadlock, out of resources
}

function unavailable(cause: unknown): ProviderUnavailable {
  return new ProviderUnavailable('embedded platform did not answer', { cause });
}

function ambiguous(cause: unknown): ProviderAmbiguous {
  return new ProviderAmbiguous('embedded platform did not answer a write; it may be done', {
    cause,
  });
}
