import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

const ENCODING = 'binary/aes-256-gcm';
const KEY_ID = 'encryption-key-id';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keys by id; the first one encrypts, all of them decrypt. They come from configuration, never from the database. */
export type PayloadKeys = ReadonlyMap<string, Buffer>;

/** The key of a namespace, derived from the master key, so that a machine without a key service needs one secret. */
export function payloadKeys(by: { masterKey: Buffer; namespace: string }): PayloadKeys {
  const info = `nightporter payload ${by.namespace}`;
  const key = Buffer.from(hkdfSync('sha256', by.masterKey, Buffer.alloc(0), info, 32));
  return new Map([[`${by.namespace}-1`, key]]);
}

/**
 * Encrypts every payload before Temporal sees it. What it cannot decrypt is given back as it is, so that a list over
 * many workflows does not fail for one.
 */
export function createPayloadCodec(keys: PayloadKeys): PayloadCodec {
  const [first] = keys;
  if (!first) throw new Error('the payload codec needs a key');
  const [keyId, key] = first;
  return {
    encode: async (payloads) => payloads.map((payload) => seal(payload, { keyId, key })),
    decode: async (payloads) => payloads.map((payload) => unseal(payload, keys)),
  };
}

function seal(payload: Payload, { keyId, key }: { keyId: string; key: Buffer }): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId) },
    data: Buffer.concat([iv, cipher.getAuthTag(), sealed]),
  };
}

function unseal(payload: Payload, keys: PayloadKeys): Payload {
  const { metadata, data } = payload;
  if (!data || textOf(metadata?.[METADATA_ENCODING_KEY]) !== ENCODING) return payload;
  const key = keys.get(textOf(metadata?.[KEY_ID]));
  if (!key) return payload;
  const bytes = Buffer.from(data);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const plain = Buffer.concat([
    decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]);
  return proto.temporal.api.common.v1.Payload.decode(plain);
}

const textOf = (bytes: Uint8Array | null | undefined): string =>
  bytes ? Buffer.from(bytes).toString() : '';
