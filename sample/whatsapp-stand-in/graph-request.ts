import { z } from 'zod';

const Text = z.strictObject({
  preview_url: z.boolean().optional(),
  body: z.string().min(1).max(4096),
});

// channels reference, section 1.8; strict, so that a field that the API does not know is found out here.
const Message = z
  .strictObject({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual').optional(),
    to: z
      .string()
      .regex(/^\+\d{5,20}$/)
      .optional(),
    recipient: z
      .string()
      .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/)
      .optional(),
    type: z.literal('text'),
    text: Text,
    biz_opaque_callback_data: z.string().max(512).optional(),
  })
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined));

/** A message to a resident, as the Graph API takes it. */
export type GraphMessage = z.infer<typeof Message>;

/** A request to the Graph API as it arrived. */
export interface GraphRequest {
  method: string;
  path: string;
  headers: { authorization?: string | undefined; 'content-type'?: string | undefined };
  body: Buffer;
}

/** The number that messages are sent from, and what proves that one may. */
export interface GraphAccount {
  phoneNumberId: string;
  accessToken: string;
  /** Of the Graph API, such as `v25.0`. */
  version: string;
}

/** What the Graph API would make of a request; `fault` names what is wrong, without quoting the body. */
export type GraphReading =
  | { kind: 'message'; message: GraphMessage }
  | { kind: 'refused'; fault: string; status: number; code: number };

/** Checks a request as strictly as Meta's pages describe it: address, token, form, every field of the body. */
export function readGraphRequest(request: GraphRequest, account: GraphAccount): GraphReading {
  const path = `/${account.version}/${account.phoneNumberId}/messages`;
  if (request.method !== 'POST' || request.path !== path) {
    return refused(`${request.method} ${request.path}`, { status: 404, code: 100 });
  }
  if (request.headers.authorization !== `Bearer ${account.accessToken}`) {
    return refused('bearer token', { status: 401, code: 190 });
  }
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return refused('content type', { status: 400, code: 100 });
  }
  const message = Message.safeParse(parseJson(request.body));
  if (!message.success) return refused(message.error.message, { status: 400, code: 100 });
  return { kind: 'message', message: message.data };
}

/** What the Graph API answers when it took a message. */
export function acceptedBody(id: string, { to, recipient }: GraphMessage): object {
  const contact = to ? { input: to, wa_id: to.slice(1) } : { input: recipient, user_id: recipient };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] };
}

/** What the Graph API answers when it did not. */
export function errorBody(code: number): object {
  const message = `(#${code}) refused by the stand-in`;
  return { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1' } };
}

function refused(fault: string, by: { status: number; code: number }): GraphReading {
  return { kind: 'refused', fault, ...by };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
