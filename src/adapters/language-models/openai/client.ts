import { APIConnectionError, APIError, OpenAI } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import {
  ModelOutputInvalid,
  ProviderRejected,
  ProviderUnavailable,
} from '../../../ports/errors.ts';
import { errorForStatus } from '../../shared/http.ts';
import { CompletionSchema, type Completion, type WireSchema } from './schema.ts';

/** How a server can be held to a shape. */
export const structuredFormats = ['json_schema', 'json_object', 'tool'] as const;

/** How a server can be held to a shape. */
export type StructuredFormat = (typeof structuredFormats)[number];

/** What a server of the chat completions API needs to be asked. */
export interface ClientOptions {
  apiKey: string;
  baseUrl: string;
  model: string;
  timeoutMs: number;
  /** Null: not sent, since reasoning models refuse it. */
  temperature: number | null;
  fetch?: typeof fetch;
}

/** One question with the shape of its answer. */
export interface Question {
  /** Names the shape: letters, digits, `_` and `-`. */
  name: string;
  system: string;
  user: string;
  schema: WireSchema;
}

/** What came of a question. `status` is null when there was no HTTP answer. */
export type Outcome =
  | {
      kind: 'answered';
      json: unknown;
      model: string | undefined;
      usage: Completion['usage'];
    }
  | { kind: 'failed'; status: number | null; error: Error };

/** Asks one question in one format; never throws for what the server does. */
export type Ask = (question: Question, format: StructuredFormat) => Promise<Outcome>;

const PROVIDER = 'the language model';
// Also bounds what a model may spend on thinking.
const ANSWER_TOKENS_MAX = 4096;

/** Opens a client that tries each call once: retries belong to the workflow. */
export function createAsk(options: ClientOptions): Ask {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    maxRetries: 0,
    timeout: options.timeoutMs,
    // Stated, since the library would look for each of them in the environment.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: 'off',
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  return async (question, format) => {
    const request = requestOf(question, { format, options });
    const answer = await client.chat.completions.create(request).catch(failureOf);
    return isFailure(answer) ? answer : read(answer, format);
  };
}

function requestOf(
  { name, system, user, schema }: Question,
  { format, options }: { format: StructuredFormat; options: ClientOptions },
): ChatCompletionCreateParamsNonStreaming {
  const { model, temperature } = options;
  const base = {
    model,
    max_completion_tokens: ANSWER_TOKENS_MAX,
    ...(temperature === null ? {} : { temperature }),
  };
  const messages = [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content: user },
  ];
  switch (format) {
    case 'json_schema': {
      const jsonSchema = { name, strict: true, schema };
      return {
        ...base,
        messages,
        response_format: { type: 'json_schema', json_schema: jsonSchema },
      };
    }
    case 'json_object': {
      // Servers that know only this format read the schema beside it, or not at all: hence also in words.
      const responseFormat = { type: 'json_object' as const, schema };
      const told = `${system}\n\nReturn JSON of this schema:\n${JSON.stringify(schema)}`;
      return {
        ...base,
        messages: [
          { role: 'system', content: told },
          { role: 'user', content: user },
        ],
        response_format: responseFormat,
      };
    }
    case 'tool':
      return {
        ...base,
        messages,
        tools: [{ type: 'function', function: { name, strict: true, parameters: schema } }],
        tool_choice: { type: 'function', function: { name } },
      };
  }
}

type Failure = Extract<Outcome, { kind: 'failed' }>;

function isFailure(answer: unknown): answer is Failure {
  return (
    typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'failed'
  );
}

// Texts of the server's errors are not kept: they may quote the prompt, and with it a resident's words.
function failureOf(error: unknown): Failure {
  if (error instanceof SyntaxError) return invalid('the answer is not JSON');
  if (error instanceof APIError && !(error instanceof APIConnectionError)) {
    if (error.status) return { kind: 'failed', status: error.status, error: refusalOf(error) };
  }
  const reason = error instanceof Error ? error.constructor.name : 'unknown';
  const lost = new ProviderUnavailable(`${PROVIDER} gave no answer (${reason})`, { cause: error });
  return { kind: 'failed', status: null, error: lost };
}

function refusalOf({ status = 500, headers, code }: APIError): Error {
  const answer = { status, headers: headers ?? new Headers() };
  const refusal = errorForStatus(answer, { provider: PROVIDER, isRepeatable: true });
  // `model_not_found` or `context_length_exceeded` tells an operator more than the status does.
  if (!(refusal instanceof ProviderRejected) || !code || !/^[\w.-]{1,64}$/.test(code))
    return refusal;
  return new ProviderRejected(`${refusal.message}: ${code}`, { code });
}

function read(answer: unknown, format: StructuredFormat): Outcome {
  const completion = CompletionSchema.safeParse(answer);
  if (!completion.success) return invalid('the answer is no chat completion');
  const [choice] = completion.data.choices;
  if (choice.message.refusal) return invalid('the model refused');
  if (choice.finish_reason === 'length') return invalid('the answer was cut off');
  if (choice.finish_reason === 'content_filter') return invalid('the answer was filtered');
  const text = textOf(choice.message, format);
  if (text.trim() === '') return invalid('the answer is empty');
  const json = parseJson(text);
  return json === undefined
    ? invalid('the answer is not JSON')
    : { kind: 'answered', json, model: completion.data.model, usage: completion.data.usage };
}

function textOf(message: Completion['choices'][0]['message'], format: StructuredFormat): string {
  return (format === 'tool' ? message.tool_calls?.[0]?.function.arguments : message.content) ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(message: string): Failure {
  return { kind: 'failed', status: 200, error: new ModelOutputInvalid(message) };
}
