import { Counter, Gauge, Histogram, Registry } from 'prom-client';

// Labels take few values, all of them ours: never an id, a name, a number or a path as somebody wrote it.

/** Every number of this process, for Prometheus. */
export const registry = new Registry();
const registers = [registry];

/** What was posted at a door of residents or providers and not taken. */
export const webhooksRefused = new Counter({
  name: 'nightporter_webhooks_refused_total',
  help: 'Posts of residents and providers that were refused, by channel and reason.',
  labelNames: ['channel', 'reason'],
  registers,
});

/** Messages that became rows; a redelivery is none. */
export const messagesAccepted = new Counter({
  name: 'nightporter_messages_accepted_total',
  help: 'Messages that became rows, by channel.',
  labelNames: ['channel'],
  registers,
});

/** How long answers take, by the pattern of their route. */
export const httpDurations = new Histogram({
  name: 'nightporter_http_request_duration_seconds',
  help: 'How long HTTP answers took, by method, route pattern and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers,
});

/** How long turns took from their beginning until their reply was a row; its count is that of settled turns. */
export const turnDurations = new Histogram({
  name: 'nightporter_turn_duration_seconds',
  help: 'How long turns took from their first step until they were settled.',
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  registers,
});

/** Hand-offs that were opened. */
export const handOffsOpened = new Counter({
  name: 'nightporter_hand_offs_opened_total',
  help: 'Hand-offs to a person, by reason.',
  labelNames: ['reason'],
  registers,
});

/** Clocks of requests that ran out; a step that is tried again counts again. */
export const clocksMissed = new Counter({
  name: 'nightporter_clocks_missed_total',
  help: 'Deadlines of requests that passed, by clock.',
  labelNames: ['clock'],
  registers,
});

/** How long calls of the language model took; its count is that of calls. */
export const modelDurations = new Histogram({
  name: 'nightporter_model_call_duration_seconds',
  help: 'How long calls of the language model took, by model and outcome.',
  labelNames: ['model', 'outcome'],
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  registers,
});

/** What a remote model counted, which is what it is paid by. */
export const modelTokens = new Counter({
  name: 'nightporter_model_tokens_total',
  help: 'Tokens that a remote language model read and wrote.',
  labelNames: ['model', 'direction'],
  registers,
});

/** Rows that wait, as they stood when Prometheus looked. */
export const rowsWaiting = new Gauge({
  name: 'nightporter_rows_waiting',
  help: 'Rows that wait: messages for a turn, sends, writes to the platform, approvals, alerts that ring.',
  labelNames: ['kind'],
  registers,
});

/** Since how long the oldest of them waits; nought where none does. */
export const oldestWaiting = new Gauge({
  name: 'nightporter_oldest_waiting_seconds',
  help: 'Age of the oldest row that waits, by kind.',
  labelNames: ['kind'],
  registers,
});
