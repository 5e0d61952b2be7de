import { createHmac } from 'node:crypto';
import { z } from 'zod';
import {
  jsonAnswer,
  startLoopbackServer,
  type SeenRequest,
  type StandInAnswer,
} from './loopback-server.ts';

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

/** A message that the stand-in took. */
export type GraphMessage = z.infer<typeof Message>;

/** What the stand-in does with the next message instead of taking it. */
export type GraphReply =
  { kind: 'error'; status: number; code: number; headers?: Record<string, string> } | StandInAnswer;

/** A stand-in for Meta's Graph API as far as we send through it: checks what comes, keeps a journal. */
export interface GraphStandIn {
  /** With the version, as the channel wants it. */
  baseUrl: string;
  /** What was taken, in order, with the id that was given for it. */
  journal: { id: string; message: GraphMessage }[];
  /** What was refused by the stand-in's own checks: empty when the channel keeps to the API. */
  faults: string[];
  /** How many requests came, taken or not. */
  requestCount(): number;
  /** Queues replies for the next messages; with none queued a message is taken. */
  script(...replies: GraphReply[]): void;
  close(): Promise<void>;
}

/** Starts the stand-in on loopback. */
export async function startGraphStandIn({
  phoneNumberId = '770001112223334',
  accessToken = 'test-graph-token',
  version = 'v25.0',
  appSecret = 'test-app-secret-of-sixteen',
  /** Where webhooks are sent to, as an operator told Meta. */
  webhookUrl = 'https://porter.example/webhooks/whatsapp',
} = {}): Promise<GraphStandIn> {
  const journal: GraphStandIn['journal'] = [];
  const faults: string[] = [];
  const scripted: GraphReply[] = [];
  let requests = 0;

  const refuse = (fault: string, { status, code }: { status: number; code: number }) => {
    faults.push(fault);
    return graphError({ kind: 'error', status, code });
  };
  const answerTo = (request: SeenRequest): StandInAnswer => {
    requests += 1;
    return request.method === 'GET' ? aboutNumber(request) : takeMessage(request);
  };
  const takeMessage = (request: SeenRequest): StandInAnswer => {
    const path = `/${version}/${phoneNumberId}/messages`;
    if (request.method !== 'POST' || request.path !== path) {
      return refuse(`${request.method} ${request.path}`, { status: 404, code: 100 });
    }
    if (request.headers.authorization !== `Bearer ${accessToken}`) {
      return refuse('bearer token', { status: 401, code: 190 });
    }
    if (!request.headers['content-type']?.startsWith('application/json')) {
      return refuse('content type', { status: 400, code: 100 });
    }
    const message = Message.safeParse(parseJson(request.body));
    if (!message.success) return refuse(message.error.message, { status: 400, code: 100 });
    const reply = scripted.shift();
    if (reply) return reply.kind === 'error' ? graphError(reply) : reply;
    const id = `wamid.STANDIN${journal.length + 1}=`;
    journal.push({ id, message: message.data });
    return jsonAnswer(200, { value: accepted(id, message.data) });
  };

  /** What the Graph API says about a number to whoever may know. */
  const aboutNumber = (request: SeenRequest): StandInAnswer => {
    const { pathname, searchParams } = new URL(request.path, 'http://stand.in');
    if (request.headers.authorization !== `Bearer ${accessToken}`) {
      return refuse('bearer token', { status: 401, code: 190 });
    }
    if (pathname !== `/${version}/${phoneNumberId}`) {
      return refuse('unknown number', { status: 400, code: 100 });
    }
    const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
    if (![proof, null].includes(searchParams.get('appsecret_proof'))) {
      return refuse('appsecret_proof', { status: 400, code: 100 });
    }
    const webhook_configuration = webhookUrl ? { application: webhookUrl } : {};
    const value = {
      id: phoneNumberId,
      display_phone_number: '+1 555-010-0134',
      webhook_configuration,
    };
    return jsonAnswer(200, { value });
  };

  const server = await startLoopbackServer(answerTo);
  return {
    baseUrl: `${server.url}/${version}`,
    journal,
    faults,
    requestCount: () => requests,
    script: (...replies) => void scripted.push(...replies),
    close: () => server.close(),
  };
}

function accepted(id: string, { to, recipient }: GraphMessage): unknown {
  const contact = to ? { input: to, wa_id: to.slice(1) } : { input: recipient, user_id: recipient };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] };
}

function graphError({
  status,
  code,
  headers = {},
}: Extract<GraphReply, { kind: 'error' }>): StandInAnswer {
  const error = { message: `(#${code}) scripted`, type: 'OAuthException', code, fbtrace_id: 'A1' };
  return jsonAnswer(status, { value: { error }, headers });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
