import type { Payload, PayloadCodec } from '@temporalio/common';
import { json, Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { AuditLog } from '../../ports/audit-log.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';
import { NotAllowed } from '../errors.ts';

/** As on the wire of Temporal's remote codecs: protobuf's JSON, bytes in base64 (https://docs.temporal.io/remote-data-encoding). */
export const EncodedPayload = z.object({
  metadata: z.record(z.string(), z.base64()).default({}),
  data: z.base64().default(''),
});
/** Payloads to decode. */
export const Body = z.object({ payloads: z.array(EncodedPayload).max(5000) });

const WELCOME = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type, x-namespace',
  'access-control-max-age': '600',
};

/** What the codec endpoint stands on. */
export interface CodecRoutesOptions {
  codec: PayloadCodec;
  auditLog: AuditLog;
  allow: Allow;
  /** The origin of Temporal's Web UI; null: no page may ask. */
  webUiOrigin: string | null;
  /** For the sample on loopback only: the Web UI may ask although nobody is signed in. */
  isOpenToWebUi: boolean;
}

/** `POST /codec/decode`: makes payloads readable in Temporal's Web UI, for those who may; each time is on the record. */
export function codecRoutes(options: CodecRoutesOptions): Router {
  const { codec, auditLog, allow, webUiOrigin, isOpenToWebUi } = options;
  const router = Router();

  /** Who asks; the Web UI itself where it needs nobody. */
  const askedBy = async (request: Request): Promise<string> => {
    const origin = request.get('origin');
    if (origin !== undefined && origin !== webUiOrigin) {
      throw new NotAllowed("Only the Web UI's own page may ask.");
    }
    if (isOpenToWebUi && origin !== undefined) return 'local-web-ui';
    return (await allow(request, { action: 'payload.decode', propertyId: null })).staffId;
  };

  const welcome = (request: Request, response: Response): void => {
    response.vary('origin').set('cache-control', 'no-store');
    const isWebUi = webUiOrigin !== null && request.get('origin') === webUiOrigin;
    if (isWebUi) response.set({ ...WELCOME, 'access-control-allow-origin': webUiOrigin });
  };

  router.options('/decode', (request, response) => {
    welcome(request, response);
    response.sendStatus(204);
  });

  router.post('/encode', () => {
    throw new NotAllowed('Payloads are encoded by workers and the API only.');
  });

  const readBody = json({ limit: '8mb' }); // Temporal answers the Web UI in pages of 4 MB at most
  router.post(
    '/decode',
    async (request, response, next) => {
      welcome(request, response);
      response.locals.staffId = await askedBy(request); // before a byte of the body is read
      next();
    },
    readBody,
    async (request, response) => {
      const { payloads } = readAs(Body, request.body);
      const decoded = await codec.decode(payloads.map(fromWire));
      await auditLog.append({
        chain: 'house',
        key: `payload-decode/${crypto.randomUUID()}`,
        event: 'payload.decoded',
        facts: { staffId: String(response.locals.staffId), payloads: payloads.length },
      });
      response.json({ payloads: decoded.map(toWire) });
    },
  );

  return router;
}

function fromWire({ metadata, data }: z.infer<typeof EncodedPayload>): Payload {
  const bytes = Object.entries(metadata).map(([key, text]) => [key, Buffer.from(text, 'base64')]);
  return { metadata: Object.fromEntries(bytes), data: Buffer.from(data, 'base64') };
}

function toWire({ metadata, data }: Payload): z.infer<typeof EncodedPayload> {
  const texts = Object.entries(metadata ?? {}).map(([key, bytes]) => [key, base64Of(bytes)]);
  return { metadata: Object.fromEntries(texts), data: base64Of(data) };
}

const base64Of = (bytes: Uint8Array | null | undefined): string =>
  Buffer.from(bytes ?? []).toString('base64');
