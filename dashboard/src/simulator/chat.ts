import type { ChatTokenAnswer } from '../../../src/api/answers/simulator.ts';
import { callAs, Refused, write } from '../shell/client.ts';

/** In memory only, a resident each; gone with the page. */
const tokens = new Map<string, string>();

/** Knocks at the web chat as a resident; a token that no longer opens is exchanged once. @throws Refused */
export async function knock<Answer>(
  residentId: string,
  by: { body?: object; signal?: AbortSignal },
): Promise<Answer> {
  const door = { path: '/chat/messages', ...by };
  const kept = tokens.get(residentId);
  if (kept !== undefined) {
    try {
      return await callAs<Answer>(kept, door);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
    }
  }
  const address = `/simulator/residents/${encodeURIComponent(residentId)}/chat-token`;
  const { token } = await write<ChatTokenAnswer>(address);
  tokens.set(residentId, token);
  return callAs<Answer>(token, door);
}
