import type { Problem } from '../../../src/api/answers/problem.ts';

type Said = Pick<Problem, 'detail'> & Partial<Pick<Problem, 'remedy' | 'issues' | 'faults'>>;

/** The API refused, or did not answer; `message` is for the person in front of the page. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** The HTTP status; 0 when nothing answered. */
  readonly status: number;
  /** What to do about it, where the API said so. */
  readonly remedy: string | null;
  readonly issues: NonNullable<Problem['issues']>;
  /** What is wrong in a file, by row and column. */
  readonly faults: NonNullable<Problem['faults']>;

  constructor(status: number, problem: Said) {
    super(problem.detail);
    this.status = status;
    this.remedy = problem.remedy ?? null;
    this.issues = problem.issues ?? [];
    this.faults = problem.faults ?? [];
  }
}

const sessionLost = new Set<() => void>();

/** Calls back whenever the API no longer knows who is here. */
export function onSessionLost(listener: () => void): () => void {
  sessionLost.add(listener);
  return () => sessionLost.delete(listener);
}

/** Reads JSON. @throws Refused */
export function read<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return call(path, signal ? { signal } : {});
}

/** A page of a long list. */
export interface ListPage<Item> {
  items: Item[];
  /** Where the next one is; null after the last. */
  next: string | null;
}

/** Reads a page of a list, and where it goes on. @throws Refused */
export async function readPage<Item>(path: string, signal?: AbortSignal): Promise<ListPage<Item>> {
  const response = await demand(path, signal ? { signal } : {});
  const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  return { items: await answerOf(response), next };
}

/** Writes JSON; the browser names our origin, which the API demands of every write. @throws Refused */
export function write<Answer>(
  path: string,
  { method = 'POST', body }: { method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; body?: object } = {},
): Promise<Answer> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return call(path, { method, ...(body ? json : {}) });
}

/** Calls a resident's own door with their proof; a 401 there says nothing about who is signed in here. @throws Refused */
export function callAs<Answer>(
  token: string,
  { path, body, signal }: { path: string; body?: object; signal?: AbortSignal },
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  return call(path, { ...sent, headers, credentials: 'omit', ...(signal ? { signal } : {}) });
}

/** Sends a file as it is. @throws Refused */
export function sendFile<Answer>(path: string, file: Blob): Promise<Answer> {
  return call(path, { method: 'POST', body: file });
}

async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
  return answerOf(await demand(path, init));
}

async function demand(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', ...init }).catch(() => null);
  if (init.signal?.aborted) throw new DOMException('no longer needed', 'AbortError');
  if (!response) {
    throw new Refused(0, { detail: 'The house does not answer. What you typed is still here.' });
  }
  if (response.ok) return response;
  const refused = new Refused(response.status, await problemOf(response));
  const isOurs = init.credentials !== 'omit';
  if (isOurs && response.status === 401) for (const listener of sessionLost) listener();
  throw refused;
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  return JSON.parse(text === '' ? 'null' : text);
}

async function problemOf(response: Response): Promise<Said> {
  if (response.headers.get('content-type')?.includes('application/problem+json') !== true) {
    const remedy = 'Try again, and tell the operator if it stays.';
    return { detail: `The house answered ${response.status}.`, remedy };
  }
  return answerOf<Problem>(response);
}
