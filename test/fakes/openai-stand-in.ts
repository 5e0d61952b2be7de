import {
  jsonAnswer,
  startLoopbackServer,
  type SeenRequest,
  type StandInAnswer,
} from './loopback-server.ts';
import { readQuestion, type AskedQuestion, type StandInFormat } from './openai-request.ts';

/** What the stand-in answers at once. `json` and `text` come as the content, or as the tool's arguments. */
type PromptReply =
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string }
  | { kind: 'refusal' }
  | { kind: 'truncated'; text: string }
  | { kind: 'filtered' }
  | { kind: 'error'; status: number; code?: string; headers?: Record<string, string> }
  | Exclude<StandInAnswer, { kind: 'held' }>;

/** What the stand-in answers next; what is `delayed` is kept back until the promise resolves. */
export type ChatReply =
  PromptReply | { kind: 'delayed'; until: Promise<unknown>; reply: PromptReply };

/** A stand-in for a server of OpenAI's chat completions API: checks what comes, answers what a test has scripted. */
export interface OpenAiStandIn {
  /** Ends in `/v1`, as the client wants it. */
  baseUrl: string;
  questions: AskedQuestion[];
  /** Requests for the trial shape `{ ok }` that a client sends to find out what the server understands. */
  probes: StandInFormat[];
  /** What was refused by the stand-in's own checks: empty when the client keeps to the API. */
  faults: string[];
  requestCount(): number;
  script(...replies: (ChatReply | ((question: AskedQuestion) => ChatReply))[]): void;
  /** Replies for trial requests; with none queued they are answered as they should be. */
  scriptProbes(...replies: ChatReply[]): void;
  close(): Promise<void>;
}

/** What a stand-in knows and refuses. */
export interface OpenAiStandInOptions {
  apiKey?: string;
  model?: string;
  /** Formats that it understands; others are refused with `unknownFormatStatus`. */
  formats?: StandInFormat[];
  unknownFormatStatus?: number;
  bytesMax?: number;
}

/** Starts the stand-in on loopback. */
export async function startOpenAiStandIn({
  apiKey = 'test-model-key',
  model = 'gpt-4o',
  formats = ['json_schema', 'json_object', 'tool'],
  unknownFormatStatus = 400,
  bytesMax = 256 * 1024,
}: OpenAiStandInOptions = {}): Promise<OpenAiStandIn> {
  const questions: AskedQuestion[] = [];
  const probes: StandInFormat[] = [];
  const faults: string[] = [];
  const replies: (ChatReply | ((question: AskedQuestion) => ChatReply))[] = [];
  const probeReplies: ChatReply[] = [];
  let requests = 0;

  const refuse = (fault: string, { status, code }: { status: number; code: string }) => {
    faults.push(fault);
    return chatError({ status, code });
  };
  const replyTo = (question: AskedQuestion): ChatReply => {
    if (isProbe(question)) {
      probes.push(question.format);
      return probeReplies.shift() ?? { kind: 'json', value: { ok: true } };
    }
    questions.push(question);
    const reply = replies.shift();
    if (!reply) return { kind: 'error', status: 500, code: 'nothing_scripted' };
    return typeof reply === 'function' ? reply(question) : reply;
  };
  const answerTo = (request: SeenRequest): StandInAnswer => {
    requests += 1;
    const fault = requestFault(request, { apiKey, bytesMax });
    if (fault) return refuse(fault.what, fault);
    const question = readQuestion(parseJson(request.body));
    if (typeof question === 'string') {
      return refuse(question, { status: 400, code: 'invalid_request' });
    }
    if (question.model !== model) return refuse('model', { status: 404, code: 'model_not_found' });
    // A format that it does not know is the server's lack, not the client's fault.
    if (!formats.includes(question.format)) {
      return chatError({ status: unknownFormatStatus, code: 'unsupported_format' });
    }
    return inTime(replyTo(question), question);
  };

  const server = await startLoopbackServer(answerTo);
  return {
    baseUrl: `${server.url}/v1`,
    questions,
    probes,
    faults,
    requestCount: () => requests,
    script: (...next) => void replies.push(...next),
    scriptProbes: (...next) => void probeReplies.push(...next),
    close: () => server.close(),
  };
}

function requestFault(
  { method, path, headers, body }: SeenRequest,
  { apiKey, bytesMax }: { apiKey: string; bytesMax: number },
): { what: string; status: number; code: string } | null {
  if (method !== 'POST' || path !== '/v1/chat/completions') {
    return { what: `${method} ${path}`, status: 404, code: 'unknown_url' };
  }
  if (headers.authorization !== `Bearer ${apiKey}`) {
    return { what: 'bearer token', status: 401, code: 'invalid_api_key' };
  }
  if (!headers['content-type']?.startsWith('application/json')) {
    return { what: 'content type', status: 415, code: 'unsupported_media_type' };
  }
  const isTooLarge = body.length > bytesMax;
  return isTooLarge ? { what: 'size', status: 400, code: 'context_length_exceeded' } : null;
}

function isProbe({ schema }: AskedQuestion): boolean {
  return JSON.stringify(schema['properties'] ?? {}).startsWith('{"ok":');
}

function inTime(reply: ChatReply, question: AskedQuestion): StandInAnswer {
  if (reply.kind !== 'delayed') return render(reply, question);
  return { kind: 'held', until: reply.until, answer: render(reply.reply, question) };
}

function render(reply: PromptReply, question: AskedQuestion): StandInAnswer {
  switch (reply.kind) {
    case 'json':
      return completion({ text: JSON.stringify(reply.value), reason: 'stop' }, question);
    case 'text':
      return completion({ text: reply.text, reason: 'stop' }, question);
    case 'truncated':
      return completion({ text: reply.text, reason: 'length' }, question);
    case 'filtered':
      return completion({ text: '', reason: 'content_filter' }, question);
    case 'refusal':
      return completion({ text: null, reason: 'stop' }, question);
    case 'error':
      return chatError(reply);
    case 'answer':
    case 'hang':
    case 'reset':
      return reply;
  }
}

/** A completion; `text` null means that the model refused. */
function completion(
  { text, reason }: { text: string | null; reason: string },
  { format, model, name }: AskedQuestion,
): StandInAnswer {
  const asTool = format === 'tool' && text !== null;
  const call = { name, arguments: text };
  const message = {
    role: 'assistant',
    content: asTool ? null : text,
    refusal: text === null ? 'I cannot help with that.' : null,
    ...(asTool ? { tool_calls: [{ id: 'call_1', type: 'function', function: call }] } : {}),
  };
  const finish = asTool && reason === 'stop' ? 'tool_calls' : reason;
  return jsonAnswer(200, {
    value: {
      id: 'chatcmpl-standin',
      object: 'chat.completion',
      created: 1_795_300_000,
      model: `${model}-2026-01-01`,
      choices: [{ index: 0, message, finish_reason: finish, logprobs: null }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    },
  });
}

function chatError({
  status,
  code = 'scripted',
  headers = {},
}: Omit<Extract<ChatReply, { kind: 'error' }>, 'kind'>): StandInAnswer {
  const error = { message: `scripted ${status}`, type: 'scripted', param: null, code };
  return jsonAnswer(status, { value: { error }, headers });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
