import { Client, Connection } from '@temporalio/client';
import { METADATA_ENCODING_KEY, type Payload } from '@temporalio/common';
import { createPayloadCodec, payloadKeys } from '../../../src/temporal/codec.ts';
import type { OpenHouse } from './open-house.ts';

/** A run of a process with everything that Temporal keeps of it, made readable. */
export interface ReadableRun {
  workflowId: string;
  type: string;
  /** Every text of its history, memo, search attributes, summaries and failures. */
  text: string;
  /** Payloads that no key of ours has opened. */
  unread: number;
}

type Codec = ReturnType<typeof createPayloadCodec>;

/** All runs that Temporal knows, running and ended, with the codec's seal taken off. */
export async function readRuns(house: OpenHouse): Promise<ReadableRun[]> {
  const namespace = house.environment['TEMPORAL_NAMESPACE'] ?? 'default';
  const masterKey = Buffer.from(house.environment['NIGHTPORTER_MASTER_KEY'] ?? '', 'base64');
  const codec = createPayloadCodec(payloadKeys({ masterKey, namespace }));
  const connection = await Connection.connect({ address: house.temporalAddress });
  try {
    const client = new Client({ connection, namespace });
    const runs: ReadableRun[] = [];
    for await (const { workflowId, runId, type, raw } of client.workflow.list()) {
      const handle = client.workflow.getHandle(workflowId, runId);
      const { raw: described } = await handle.describe();
      const read = await readAll(codec, [await handle.fetchHistory(), raw, described]);
      runs.push({ workflowId, type, ...read });
    }
    return runs;
  } finally {
    await connection.close();
  }
}

/** Everything of these values that can be read, payloads opened. */
async function readAll(codec: Codec, roots: unknown[]): Promise<{ text: string; unread: number }> {
  const texts: string[] = [];
  let unread = 0;
  const waiting: unknown[] = [...roots];
  while (waiting.length > 0) {
    const value = waiting.pop();
    const opened = isPayload(value) ? (await codec.decode([value]))[0] : undefined;
    if (opened) {
      if (isSealed(opened)) unread += 1;
      texts.push(textOf(opened.data));
    } else {
      const { text, parts } = piecesOf(value);
      texts.push(text);
      waiting.push(...parts);
    }
  }
  return { text: texts.join('\n'), unread };
}

function piecesOf(value: unknown): { text: string; parts: unknown[] } {
  if (typeof value === 'string') return { text: value, parts: [] };
  if (value instanceof Uint8Array) return { text: textOf(value), parts: [] };
  const isComposed = typeof value === 'object' && value !== null;
  return { text: '', parts: isComposed ? Object.values(value) : [] };
}

const isSealed = ({ metadata }: Payload): boolean =>
  Buffer.from(metadata?.[METADATA_ENCODING_KEY] ?? []).toString() === 'binary/aes-256-gcm';

// Words may stand in JSON with escapes of its own: both readings are searched.
function textOf(data: Uint8Array | null | undefined): string {
  const text = Buffer.from(data ?? []).toString();
  try {
    return `${text}\n${JSON.stringify(JSON.parse(text))}`;
  } catch {
    return text;
  }
}

function isPayload(value: unknown): value is Payload {
  return (
    typeof value === 'object' &&
    value !== null &&
    'data' in value &&
    value.data instanceof Uint8Array &&
    'metadata' in value
  );
}
