import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { createPayloadCodec, payloadKeys } from './codec.ts';

/** Where the service is, and under which namespace: the standard `TEMPORAL_*` settings and profiles. */
export function connectSettings(): { connectionOptions: object; namespace: string } {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return { connectionOptions, namespace: namespace ?? 'default' };
}

const FAILURE_CONVERTER_PATH = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/** Encrypts what workers and clients send. */
export function dataConverter(by: { masterKey: Buffer; namespace: string }): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(payloadKeys(by))],
    failureConverterPath: FAILURE_CONVERTER_PATH,
  };
}

// By itself gRPC comes to wait two minutes between two tries: after an outage everything would lie that much longer.
const RECONNECT = { 'grpc.max_reconnect_backoff_ms': 5_000 };

/** A client that connects on first use: the house must start, and take messages, while Temporal is down. */
export function createTemporalClient({ masterKey }: { masterKey: Buffer }): Client {
  const { connectionOptions, namespace } = connectSettings();
  return new Client({
    connection: Connection.lazy({ ...connectionOptions, channelArgs: RECONNECT }),
    namespace,
    dataConverter: dataConverter({ masterKey, namespace }),
  });
}

/** The codec of the configured namespace, for the endpoint that the Web UI reads payloads through. */
export function payloadCodec(masterKey: Buffer): PayloadCodec {
  const { namespace } = connectSettings();
  return createPayloadCodec(payloadKeys({ masterKey, namespace }));
}
