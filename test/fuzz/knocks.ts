import fc from 'fast-check';
import { signatureOf } from '../../src/adapters/shared/signature.ts';

/** What the doors under test share with their callers. */
export interface Secrets {
  portal: string;
  app: string;
  chatToken: string;
}

/** A request at one of the doors. */
export interface Knock {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Whether it shows what its door asks for: only then may anything be taken in. */
  isProven: boolean;
}

/** Stands in every text, name, number and header of a knock; nothing of it may be logged. */
export const CANARY = 'kestrelcanary';
/** The same for numbers. */
export const CANARY_NUMBER = '12025550142';

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('I smell gas', 'The sink leaks', 'STOP', '', ' '.repeat(50), 'x'.repeat(21_000)),
);
const text = words.map((word) => `${word}${CANARY}`);
const id = fc.oneof(
  fc.constantFrom('resident-1', 'elm-house', `${CANARY}-1`),
  fc.string({ maxLength: 120 }),
);
const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });
const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset=nonsense',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
);
const encoding = fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'nonsense');
// What Node's client lets through in a header: anything visible of Latin-1.
const headerText = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCodePoint(code)) })
  .map((word) => `${word.replaceAll('\u007F', '')}${CANARY}`.trim());

const oddHeaders = fc.record(
  {
    'content-type': contentType,
    'content-encoding': encoding,
    'idempotency-key': headerText,
    'x-forwarded-for': fc.constantFrom(CANARY_NUMBER, '::1', '256.1.1.1'),
    'accept-language': headerText,
    cookie: headerText,
    origin: fc.constantFrom('https://portal.example', 'null', `https://${CANARY}.example`),
  },
  { requiredKeys: [] },
);

/** Mostly the value itself, and now and then something that should not stand there. */
const orAnything = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: value }, { weight: 1, arbitrary: json });

const metaMessage = fc.record({
  from: orAnything(fc.constantFrom(CANARY_NUMBER, '12025550143')),
  id: orAnything(fc.uuid().map((made) => `wamid.${made}`)),
  timestamp: orAnything(fc.integer({ min: 0, max: 4_000_000_000 }).map(String)),
  type: orAnything(fc.constantFrom('text', 'image', 'audio', 'button', 'unsupported')),
  text: orAnything(fc.record({ body: orAnything(text) })),
});
const metaStatus = fc.record({
  id: orAnything(fc.string({ maxLength: 40 })),
  status: orAnything(fc.constantFrom('sent', 'delivered', 'read', 'failed')),
  timestamp: orAnything(fc.constant('1790000000')),
  recipient_id: orAnything(fc.constant(CANARY_NUMBER)),
  errors: orAnything(fc.array(fc.record({ code: fc.integer() }), { maxLength: 2 })),
});
const metaBody = orAnything(
  fc.record({
    object: orAnything(fc.constant('whatsapp_business_account')),
    entry: orAnything(
      fc.array(
        fc.record({
          id: fc.constant('1'),
          changes: orAnything(
            fc.array(
              fc.record({
                field: orAnything(fc.constant('messages')),
                value: orAnything(
                  fc.record({
                    messaging_product: fc.constant('whatsapp'),
                    metadata: orAnything(
                      fc.record({ phone_number_id: fc.constant('770001112223334') }),
                    ),
                    messages: orAnything(fc.array(metaMessage, { minLength: 1, maxLength: 3 })),
                    statuses: orAnything(fc.array(metaStatus, { maxLength: 2 })),
                  }),
                ),
              }),
              { minLength: 1, maxLength: 2 },
            ),
          ),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    ),
  }),
);

/** JSON as it stands, cut off somewhere, or bytes that never were any. */
const bytesOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 8, arbitrary: value.map((whole) => Buffer.from(JSON.stringify(whole))) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(value, fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([whole, share]) => {
          const made = Buffer.from(JSON.stringify(whole));
          return made.subarray(0, Math.floor(made.length * share));
        }),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((made) => Buffer.from(made)) },
  );

interface Door {
  method: string;
  path: fc.Arbitrary<string>;
  body: fc.Arbitrary<Buffer>;
  /** The header that proves the caller, for a body. */
  proof: (body: Buffer) => Record<string, string>;
  /** Headers that look like a proof. */
  forged: fc.Arbitrary<Record<string, string>>;
}

const noBody = fc.constant(Buffer.alloc(0));
const nothing = fc.constant({});
const named = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>> =>
  value.map((made) => ({ [name]: made }));

const staffPath = fc
  .tuple(
    fc.constantFrom('conversations', 'approvals', 'alerts', 'maintenance-requests', 'documents'),
    id,
    fc.constantFrom('', '/take-over', '/decision', '/accept', '/vendor', '/replies'),
  )
  .map(([thing, what, deed]) => `/${thing}/${encodeURIComponent(what.toWellFormed())}${deed}`);

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const signed = (secret: string, bytes: Buffer): Record<string, string> => ({
  'x-hub-signature-256': signatureOf({ bytes, secret }),
});

const whatsAppDoor = ({ app }: Secrets): Door => ({
  method: 'POST',
  path: fc.constant('/webhooks/whatsapp'),
  body: bytesOf(metaBody),
  proof: (body) => signed(app, body),
  forged: fc.oneof(
    nothing,
    named('x-hub-signature-256', headerText),
    fc.string().map((other) => signed(app, Buffer.from(`${other}, another body`))),
  ),
});

const handshakeDoor: Door = {
  method: 'GET',
  path: fc
    .record({ 'hub.mode': fc.string(), 'hub.verify_token': text, 'hub.challenge': fc.string() })
    .map((query) => `/webhooks/whatsapp?${new URLSearchParams(query).toString()}`),
  body: noBody,
  proof: () => ({}),
  forged: nothing,
};

const portalDoor = ({ portal }: Secrets): Door => ({
  method: 'POST',
  path: fc.constant('/webhook/resident-message'),
  body: bytesOf(
    orAnything(
      fc.record({
        resident_id: orAnything(id),
        property_id: orAnything(id),
        message_text: orAnything(text),
        channel: orAnything(fc.constantFrom('portal', 'web-chat', 'whatsapp')),
      }),
    ),
  ),
  proof: () => ({ 'x-nightporter-secret': portal }),
  forged: fc.oneof(nothing, named('x-nightporter-secret', headerText)),
});

function chatDoors({ chatToken }: Secrets): Door[] {
  const cut = `${chatToken.slice(0, -4)}AAAA`;
  const token = fc.oneof(headerText, fc.constantFrom(cut, 'a.b.c')).map(bearer);
  const proof = (): Record<string, string> => bearer(chatToken);
  const forged = fc.oneof(nothing, token);
  const message = fc.record({ text: orAnything(text), message_id: orAnything(fc.uuid()) });
  const reading = fc
    .string()
    .map((after) => `/chat/messages?${new URLSearchParams({ after }).toString()}`);
  return [
    {
      method: 'POST',
      path: fc.constant('/chat/messages'),
      body: bytesOf(orAnything(message)),
      proof,
      forged,
    },
    { method: 'GET', path: reading, body: noBody, proof, forged },
  ];
}

const staffDoors: Door[] = [
  {
    method: 'POST',
    path: staffPath,
    body: bytesOf(json),
    proof: () => ({}),
    forged: named('cookie', headerText),
  },
  { method: 'GET', path: staffPath, body: noBody, proof: () => ({}), forged: nothing },
];

/** Requests of every kind at every open door; about a third of them prove who sends them. */
export function knocks(secrets: Secrets): fc.Arbitrary<Knock> {
  const ofDoor = ({ method, path, body, proof, forged }: Door): fc.Arbitrary<Knock> =>
    fc
      .record({
        path,
        body,
        forged,
        odd: oddHeaders,
        isPlain: fc.boolean(),
        wantsProof: fc.integer({ min: 0, max: 2 }).map((drawn) => drawn === 0),
      })
      .map((drawn) => {
        const proven = proof(drawn.body);
        const isProven = drawn.wantsProof && Object.keys(proven).length > 0;
        const plain = { 'content-type': 'application/json' };
        const headers = {
          ...(drawn.isPlain ? plain : drawn.odd),
          ...(isProven ? proven : drawn.forged),
        };
        return { method, path: drawn.path, headers, body: drawn.body, isProven };
      });
  const doors = [
    whatsAppDoor(secrets),
    handshakeDoor,
    portalDoor(secrets),
    ...chatDoors(secrets),
    ...staffDoors,
  ];
  return fc.oneof(...doors.map(ofDoor));
}
