import { Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { STATES as REQUEST_STATES } from '../maintenance/words.ts';
import { Empty } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { Line } from './line.tsx';
import { Note } from './note.tsx';
import { plain, whyHanded } from './words.ts';

/** What was said and what happened, in order; the newest in sight. */
export function Transcript({ conversation }: { conversation: ConversationAnswer }) {
  const { lines, events, notes, turns, propertyId, isSettled, conversationId } = conversation;
  const box = useRef<HTMLDivElement>(null);
  const newest = Math.max(0, ...[...lines, ...notes].map(({ position }) => position));
  useEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [newest]);
  if (lines.length + events.length + notes.length === 0) {
    return <Empty title="Nothing was said yet" hint="Messages appear here as they come." />;
  }
  const shown = [
    ...lines.map((line) => ({
      position: line.position,
      key: line.id,
      content: (
        <Line
          line={line}
          turn={turns.find(({ sendIds }) => sendIds.includes(line.id)) ?? null}
          propertyId={propertyId}
          conversationId={conversationId}
        />
      ),
    })),
    ...notes.map((note) => ({
      position: note.position,
      key: note.noteId,
      content: <Note note={note} propertyId={propertyId} />,
    })),
    ...events.map((event) => ({
      position: event.position,
      key: `event-${event.position}`,
      content: <Happened event={event} propertyId={propertyId} />,
    })),
  ].toSorted((one, other) => one.position - other.position);
  return (
    <Stack
      gap="sm"
      className="transcript"
      role="log"
      aria-label="Conversation"
      tabIndex={0}
      ref={box}
    >
      {shown.map(({ key, content }) => (
        <div key={key}>{content}</div>
      ))}
      {!isSettled && (
        <Text size="sm" c="dimmed">
          The assistant is at it …
        </Text>
      )}
    </Stack>
  );
}

function Happened({
  event,
  propertyId,
}: {
  event: ConversationAnswer['events'][number];
  propertyId: string | null;
}) {
  return (
    <Text component="div" size="sm" ta="center" fw={event.kind === 'danger' ? 700 : 400}>
      {sentenceFor(event)} <Time at={event.at} propertyId={propertyId} />
    </Text>
  );
}

function sentenceFor(event: ConversationAnswer['events'][number]): string {
  switch (event.kind) {
    case 'danger':
      return `Danger: ${plain(event.hazard)}, ${event.class}.`;
    case 'opened':
      return `Request ${event.reference}, ${event.class}: ${REQUEST_STATES[event.state]}.`;
    case 'handed-off':
      return `Handed to a person: ${whyHanded(event.reason)}.`;
  }
}
