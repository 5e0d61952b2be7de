import { z } from 'zod';

const Source = z.object({
  document: z.string(),
  version: z.number(),
  page: z.number(),
  quote: z.string(),
});

/** `GET /conversations/:id/messages`, as far as `npm run ask` reads it. */
export const View = z.object({
  lines: z.array(
    z.object({
      position: z.number(),
      from: z.enum(['resident', 'assistant', 'staff', 'safety']),
      text: z.string(),
      sources: z.array(Source),
    }),
  ),
  events: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('danger'),
        position: z.number(),
        hazard: z.string(),
        class: z.string(),
      }),
      z.object({
        kind: z.literal('opened'),
        position: z.number(),
        reference: z.string(),
        class: z.string(),
        state: z.string(),
      }),
      z.object({ kind: z.literal('handed-off'), position: z.number(), reason: z.string() }),
    ]),
  ),
  isSettled: z.boolean(),
});

export type View = z.infer<typeof View>;

/** What `npm run ask -- --json` prints, one a line; described in docs/ask.md. */
export type AskEvent =
  | { event: 'accepted'; conversation_id: string; message_id: string }
  | { event: 'danger'; hazard: string; class: string; text: string | null }
  | { event: 'reply'; from: string; text: string; sources: z.infer<typeof Source>[] }
  | { event: 'opened'; reference: string; class: string; state: string }
  | { event: 'handed-off'; reason: string }
  | { event: 'done'; ms: number };

/** The news of a view, in the order in which they happened. */
export function newsOf(view: View): { position: number; event: AskEvent }[] {
  const lines = view.lines.flatMap(({ position, from, text, sources }) => {
    if (from === 'resident') return [];
    const event: AskEvent = { event: 'reply', from, text, sources };
    return [{ position, event }];
  });
  const events = view.events.map((happened) => ({
    position: happened.position,
    event: toEvent(happened),
  }));
  return [...lines, ...events].toSorted((one, other) => one.position - other.position);
}

function toEvent(happened: View['events'][number]): AskEvent {
  switch (happened.kind) {
    case 'danger':
      return { event: 'danger', hazard: happened.hazard, class: happened.class, text: null };
    case 'opened': {
      const { reference, state } = happened;
      return { event: 'opened', reference, class: happened.class, state };
    }
    case 'handed-off':
      return { event: 'handed-off', reason: happened.reason };
  }
}

/** An event as a person reads it in a terminal. */
export function sayEvent(event: AskEvent): string {
  switch (event.event) {
    case 'accepted':
      return `(conversation ${event.conversation_id})`;
    case 'danger':
      return `! danger: ${event.hazard} (${event.class})`;
    case 'reply': {
      const sources = event.sources.map(
        ({ document, version, page, quote }) =>
          `    ${document}, version ${version}, page ${page}: "${quote}"`,
      );
      return [`${event.from}: ${event.text}`, ...sources].join('\n');
    }
    case 'opened':
      return `* maintenance request ${event.reference} (${event.class}): ${event.state}`;
    case 'handed-off':
      return `* handed to a person: ${event.reason}`;
    case 'done':
      return `(${event.ms} ms)`;
  }
}
