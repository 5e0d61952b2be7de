import { z } from 'zod';
import type { ModelFault } from '../plan.ts';
import { openDoor, type Answer, type Door } from './http-door.ts';

/** A server of a language model that answers by a few rules, and fails as ordered. */
export interface ModelStandIn extends Door {
  /** Spoils the next calls that are about a word. */
  spoil(order: { word: string; times: number; fault: ModelFault }): void;
}

const Question = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});
const Turn = z.object({
  messages: z.array(z.string()),
  passages: z.array(z.object({ passageId: z.string(), text: z.string() })),
  openQuestions: z.array(z.object({ questionId: z.string(), kind: z.string() })),
});
type Turn = z.infer<typeof Turn>;

/** Opens the model; `onAsked` runs with the resident's words before anything is answered. */
export async function openModel(onAsked: (words: string) => Promise<void>): Promise<ModelStandIn> {
  const orders: { word: string; times: number; fault: ModelFault }[] = [];
  const nextFault = (words: string): ModelFault | null => {
    const order = orders.find(({ word, times }) => times > 0 && words.includes(word));
    if (!order) return null;
    order.times -= 1;
    return order.fault;
  };

  const door = await openDoor(async ({ body }) => {
    const { messages } = Question.parse(JSON.parse(body));
    const asked = messages.at(-1)?.content ?? '';
    const data = /<turn>\n(.*)\n<\/turn>/s.exec(asked)?.[1];
    if (data === undefined) return completion({ ok: true }); // finds out what the server understands
    const turn = Turn.parse(JSON.parse(data));
    const words = turn.messages.join('\n');
    const fault = nextFault(words);
    await onAsked(words);
    return fault === null ? completion(propose(turn)) : spoilt(fault);
  });
  return { ...door, url: `${door.url}/v1`, spoil: (order) => void orders.push({ ...order }) };
}

function spoilt(fault: ModelFault): Answer {
  switch (fault) {
    case 'hangs':
      return 'nothing';
    case 'cut':
      return 'cut';
    case 'slow-down':
      return { ...failure(429), headers: { 'retry-after': '1' } };
    case 'failed':
      return failure(503);
    case 'nonsense':
      return completion({ decisions: 'none' });
  }
}

const failure = (status: number) => ({
  status,
  value: { error: { message: 'as ordered', type: 'ordered', param: null, code: 'ordered' } },
});

function propose(turn: Turn): object {
  const language = 'en';
  const access = { entry: null, pets: null, times: null };
  return { language, access, frustration: 0, decisions: [decide(turn)] };
}

function decide(turn: Turn): object {
  const words = turn.messages.join('\n');
  const [open] = turn.openQuestions;
  if (/smell gas/.test(words)) return reported({ issue: 'gas.odor', urgency: 'P0', words });
  if (/leak/.test(words)) return reported({ issue: 'water.leak_contained', urgency: 'P2', words });
  if (/quiet hours/.test(words)) return answered(turn, /[^.\n]*10 p\.m\.[^\n]*?a\.m\./);
  const room = /the (\w+) room/.exec(words)?.[1];
  if (room) return answered(turn, new RegExp(`[^.\\n]*${room} room[^.\\n]*opens at[^\\n]*?day\\.`));
  if (/^yes\b/.test(words) && open) {
    const { questionId } = open;
    return { kind: 'reply-to-question', questionId, answer: { kind: 'yes' } };
  }
  if (/^yes\b|thanks/.test(words)) return { kind: 'small-talk', topic: 'thanks' };
  return { kind: 'hand-over', reason: 'low-confidence' };
}

function reported({ issue, urgency, words }: { issue: string; urgency: string; words: string }) {
  const summary = words.slice(0, 100);
  const rest = { confidence: 0.9, missing: [], circumstances: [] };
  return { kind: 'report-problem', issue, class: urgency, summary, ...rest };
}

function answered({ passages }: Turn, sentence: RegExp): object {
  for (const { passageId, text } of passages) {
    const quote = sentence.exec(text)?.[0].trim();
    if (quote) {
      const support = [{ passageId, quote }];
      return { kind: 'answer', text: quote, support, passedOver: [], confidence: 0.9 };
    }
  }
  return { kind: 'hand-over', reason: 'not-in-documents' };
}

function completion(content: object): Answer {
  const message = { role: 'assistant', content: JSON.stringify(content), refusal: null };
  return {
    status: 200,
    value: {
      id: 'chatcmpl-faults',
      object: 'chat.completion',
      created: 1_795_300_000,
      model: 'a-model-2026-01-01',
      choices: [{ index: 0, message, finish_reason: 'stop', logprobs: null }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    },
  };
}
