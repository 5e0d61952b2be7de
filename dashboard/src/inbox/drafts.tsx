import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { DraftAnswer } from '../../../src/api/answers/draft.ts';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { Failed } from '../shell/states.tsx';
import { DraftCard } from './draft-card.tsx';

/** What the assistant would have written while somebody holds the person: the holder sends, edits or discards it. */
export function Drafts({ conversation }: { conversation: ConversationAnswer }) {
  const { conversationId, propertyId, isMine } = conversation;
  const outcome = useRef<HTMLParagraphElement>(null);
  const [done, setDone] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['conversation', 'drafts', conversationId],
    queryFn: ({ signal }) => read<DraftAnswer[]>(`/conversations/${conversationId}/drafts`, signal),
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const drafts = data ?? [];
  if (drafts.length === 0 && (done === '' || !isMine)) return null;
  const finish = (what: string): void => {
    setDone(what);
    outcome.current?.focus(); // the button that was pressed goes away
  };
  return (
    <Stack component="section" aria-label="Drafts" gap="xs">
      {drafts.length > 0 && (
        <Text size="sm">
          {plural(drafts.length, { one: 'draft' })} of the assistant. What is not sent when{' '}
          {isMine ? 'you release' : 'this is released'}, it tells as things stand then.
        </Text>
      )}
      {drafts.map((draft) => (
        <DraftCard
          key={draft.draftId}
          draft={draft}
          isElsewhere={draft.conversationId !== conversationId}
          {...{ propertyId, isMine, finish }}
        />
      ))}
      <Text size="sm" role="status" ref={outcome} tabIndex={-1} style={{ outline: 'none' }}>
        {done}
      </Text>
    </Stack>
  );
}
