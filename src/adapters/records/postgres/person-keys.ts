import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { ChannelAddress } from '../../../domain/message.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Connection, Database, Transaction } from '../../shared/database.ts';
import { personKeys as keyTable, persons } from './tables/people.ts';

/** Whose key seals: a key by its id, or the key of a person. */
export type KeyOwner = { keyId: string } | { personId: string };

/**
 * Seals words of people, each person's under a key of their own; once the key is destroyed nobody reads them again.
 * Inside a transaction pass it as the second argument.
 */
export interface PersonKeys {
  /** Makes a key in a transaction and answers its id. */
  create(tx: Transaction): Promise<string>;
  /** @throws RecordNotFound when the key is unknown or was destroyed. */
  seal(words: KeyOwner & { text: string }, using?: Connection): Promise<Buffer>;
  /** The words, or null when their key was destroyed. */
  unseal(sealed: Buffer, using?: Connection): Promise<string | null>;
  /** The id of the key for words that belong to no known person. */
  houseKeyId(using?: Connection): Promise<string>;
  /** What an address is looked up by; equal for equal addresses, meaningless without the master key. */
  hashAddress(address: ChannelAddress): string;
}

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HOUSE_KEY_ID = 'house';
// A key that another process destroyed is forgotten here within this time.
const CACHE_MS = 60_000;
const CACHED_MAX = 10_000;

/** Person keys in the database, wrapped by a master key of 32 bytes. */
export function createPersonKeys(options: {
  database: Database;
  masterKey: Uint8Array;
  now: () => Date;
}): PersonKeys {
  const { database, masterKey, now } = options;
  if (masterKey.length !== 32) throw new Error('the master key must have 32 bytes');
  const wrappingKey = derive(masterKey, 'nightporter/person-keys');
  const addressKey = derive(masterKey, 'nightporter/addresses');
  const cache = new Map<string, { key: Buffer; readAt: number }>();
  // A key made in a transaction may be rolled back with it: until the commit it is read, never remembered.
  const madeIn = new WeakMap<Connection, Set<string>>();

  function remember(keyId: string, key: Buffer): Buffer {
    if (cache.size >= CACHED_MAX) cache.clear();
    cache.set(keyId, { key, readAt: now().getTime() });
    return key;
  }

  async function readKey(keyId: string, using: Connection): Promise<Buffer | null> {
    const cached = cache.get(keyId);
    if (cached && now().getTime() - cached.readAt < CACHE_MS) return cached.key;
    cache.delete(keyId);
    const [row] = await using.select().from(keyTable).where(eq(keyTable.keyId, keyId));
    if (!row?.wrappedKey || row.destroyedAt) return null;
    const key = unwrap({ keyId, wrappedKey: row.wrappedKey, wrappingKey });
    return madeIn.get(using)?.has(keyId) ? key : remember(keyId, key);
  }

  async function insertKey(keyId: string, using: Connection): Promise<void> {
    const wrappedKey = encrypt({ key: wrappingKey, keyId, plain: randomBytes(32) });
    await using.insert(keyTable).values({ keyId, wrappedKey }).onConflictDoNothing();
    if (using !== database) madeIn.set(using, new Set([...(madeIn.get(using) ?? []), keyId]));
  }

  return {
    async create(tx) {
      const keyId = randomUUID();
      await insertKey(keyId, tx);
      return keyId;
    },

    async seal(words, using = database) {
      const keyId = 'keyId' in words ? words.keyId : await keyOf(words.personId, using);
      const key = await readKey(keyId, using);
      if (!key) throw new RecordNotFound(`no key ${keyId}: unknown, or destroyed`);
      const id = Buffer.from(keyId, 'utf8');
      const body = encrypt({ key, keyId, plain: Buffer.from(words.text, 'utf8') });
      return Buffer.concat([Buffer.from([VERSION, id.length]), id, body]);
    },

    async unseal(sealed, using = database) {
      const { keyId, body } = splitSealed(sealed);
      const key = await readKey(keyId, using);
      return key ? decrypt({ key, keyId, body }).toString('utf8') : null;
    },

    async houseKeyId(using = database) {
      if (!(await readKey(HOUSE_KEY_ID, using))) await insertKey(HOUSE_KEY_ID, using);
      return HOUSE_KEY_ID;
    },

    hashAddress({ kind, value }) {
      return createHmac('sha256', addressKey).update(`${kind}\n${value}`).digest('hex');
    },
  };
}

/** A key for one purpose, made from the master key. */
export function derive(masterKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), purpose, 32));
}

async function keyOf(personId: string, using: Connection): Promise<string> {
  const [person] = await using
    .select({ keyId: persons.keyId })
    .from(persons)
    .where(eq(persons.personId, personId));
  if (!person) throw new RecordNotFound(`no person ${personId}`);
  return person.keyId;
}

function splitSealed(sealed: Buffer): { keyId: string; body: Buffer } {
  const idLength = sealed[1];
  if (sealed[0] !== VERSION || idLength === undefined) {
    throw new Error('sealed words have an unknown layout');
  }
  const idEnd = 2 + idLength;
  return { keyId: sealed.toString('utf8', 2, idEnd), body: sealed.subarray(idEnd) };
}

function encrypt({ key, keyId, plain }: { key: Buffer; keyId: string; plain: Buffer }): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(keyId, 'utf8'));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function decrypt({ key, keyId, body }: { key: Buffer; keyId: string; body: Buffer }): Buffer {
  const iv = body.subarray(0, IV_BYTES);
  const tag = body.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(keyId, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(body.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

function unwrap(by: { keyId: string; wrappedKey: Buffer; wrappingKey: Buffer }): Buffer {
  try {
    return decrypt({ key: by.wrappingKey, keyId: by.keyId, body: by.wrappedKey });
  } catch (error) {
    throw new Error(`key ${by.keyId} does not open: it was made under another master key`, {
      cause: error,
    });
  }
}
