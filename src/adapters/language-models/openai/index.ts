// OpenAI's chat completions API (v1) and servers compatible with it, by the `openai` package 7.
// Pages: developers.openai.com, API reference "Chat completions" and guide "Structured outputs". Read 2026-11-23.
import { z } from 'zod';
import { ModelOutputInvalid } from '../../../ports/errors.ts';
import type { LanguageModel, Proposal } from '../../../ports/language-model.ts';
import {
  createAsk,
  structuredFormats,
  type Ask,
  type Outcome,
  type StructuredFormat,
} from './client.ts';
import { wireSchemaOf } from './schema.ts';
import { fromAnswer, toData, toInstructions, type ModelAnswer } from './translate.ts';

/** Which model is asked, where, and with which prompt. */
export interface OpenAiLanguageModelOptions {
  apiKey: string;
  /** Any server of the same API; OpenAI's own when absent. */
  baseUrl?: string;
  model: string;
  timeoutMs: number;
  /** A released prompt of the library; its id goes into every proposal. */
  prompt: { id: string; text: string };
  /** The shape that the prompt asks for. */
  answer: z.ZodType<ModelAnswer>;
  /** How the server is held to the shape; absent: found out by asking it. */
  format?: StructuredFormat;
  /** Null: left to the server, as reasoning models demand. */
  temperature?: number | null;
  fetch?: typeof fetch;
}

/** A remote model that also says how it is held to a shape. */
export interface OpenAiLanguageModel extends LanguageModel {
  /**
   * The format that the server understands: asked for once, at start or before the first turn, then remembered.
   * @throws what `propose` throws when the server cannot be asked; the next call asks again
   */
  findFormat(): Promise<StructuredFormat>;
}

/**
 * Proposes by one structured call a turn; what the model returns is checked against its schema in every case.
 * @throws Error when the key cannot stand in a header
 */
export function createOpenAiLanguageModel(
  options: OpenAiLanguageModelOptions,
): OpenAiLanguageModel {
  const { model, timeoutMs, prompt, answer, temperature = 0 } = options;
  if (!/^[\x21-\x7E]+$/.test(options.apiKey)) {
    throw new Error('the language model needs an API key without spaces or line ends');
  }
  const ask = createAsk({
    apiKey: options.apiKey,
    baseUrl: options.baseUrl ?? 'https://api.openai.com/v1',
    model,
    timeoutMs,
    temperature,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  const schema = wireSchemaOf(answer);
  const findFormat = remembered(async () => options.format ?? probe(ask));
  return {
    findFormat,
    async propose(context) {
      const question = {
        name: 'propose_decisions',
        system: toInstructions(prompt.text, context),
        user: toData(context),
        schema,
      };
      const answered = answeredOrThrow(await ask(question, await findFormat()));
      const proposal = fromAnswer(checked(answered.json, answer), context);
      const told = { model: modelName(answered.model, model), prompt: prompt.id };
      return { ...proposal, ...told, ...tokensOf(answered.usage) };
    },
  };
}

const Probe = z.object({ ok: z.boolean() });

/** Finds the first format that the server takes and keeps to. */
async function probe(ask: Ask): Promise<StructuredFormat> {
  const refusals: Error[] = [];
  for (const format of structuredFormats) {
    const outcome = await probeOne(ask, format);
    if (outcome.kind === 'answered') return format;
    if (!isAboutFormat(outcome.status)) throw outcome.error;
    refusals.push(outcome.error);
  }
  throw refusals[0] ?? new ModelOutputInvalid(NO_FORMAT);
}

const NO_FORMAT = 'the language model keeps to no structured format';

async function probeOne(ask: Ask, format: StructuredFormat): Promise<Outcome> {
  const question = {
    name: 'probe',
    system: 'Return JSON: an object whose field "ok" is true.',
    user: 'Return it now.',
    schema: wireSchemaOf(Probe),
  };
  const first = await ask(question, format);
  // One server answers 500 to a format that it does not know; asked twice, so that a hiccup is not taken for that.
  const isOdd = first.kind === 'failed' && first.status === 500;
  const outcome = isOdd ? await ask(question, format) : first;
  if (outcome.kind === 'failed' || Probe.safeParse(outcome.json).success) return outcome;
  return { kind: 'failed', status: 200, error: new ModelOutputInvalid(NO_FORMAT) };
}

// Credentials, quotas and outages say nothing about a format.
function isAboutFormat(status: number | null): boolean {
  return status !== null && ![401, 403, 408, 429].includes(status) && status <= 500;
}

function remembered<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | null = null;
  return () => {
    found ??= find().catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };
}

function answeredOrThrow(outcome: Outcome): Extract<Outcome, { kind: 'answered' }> {
  if (outcome.kind === 'failed') throw outcome.error;
  return outcome;
}

function checked(json: unknown, schema: z.ZodType<ModelAnswer>): ModelAnswer {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  // Places only: what stood there may be a resident's words.
  const places = parsed.error.issues.map(({ path }) => path.map(String).join('.') || 'the whole');
  throw new ModelOutputInvalid(`the answer does not fit its schema at ${places.join(', ')}`);
}

function tokensOf(
  usage: Extract<Outcome, { kind: 'answered' }>['usage'],
): Pick<Proposal, 'tokens'> {
  if (!usage) return {};
  return { tokens: { read: usage.prompt_tokens, written: usage.completion_tokens } };
}

// The server's name for the model tells the exact version (`gpt-4o-2024-11-20`), where it is a name at all.
function modelName(told: string | undefined, asked: string): string {
  return told && /^[\w.:/@-]{1,100}$/.test(told) ? told : asked;
}
