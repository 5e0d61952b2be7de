import { Button, Group, Paper, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DraftAnswer } from '../../../src/api/answers/draft.ts';
import { write } from '../shell/client.ts';
import { useDraft } from '../shell/draft.ts';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { doorOf } from './words.ts';

const REPLY_MAX = 4000;

interface DraftCardProps {
  draft: DraftAnswer;
  propertyId: string | null;
  /** Whether it belongs to another conversation of the same person. */
  isElsewhere: boolean;
  isMine: boolean;
  finish: (what: string) => void;
}

/** One draft: its words, what it is about, and for the holder what to do with it. */
export function DraftCard({ draft, propertyId, isElsewhere, isMine, finish }: DraftCardProps) {
  const { reference, channel, text, at } = draft;
  return (
    <Paper withBorder p="sm" style={{ borderStyle: 'dashed' }}>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          Night Porter would have written
          {reference === null ? '' : ` about ${reference}`}
          {isElsewhere ? ` by ${doorOf(channel)}` : ''}:
        </Text>
        <Time at={at} propertyId={propertyId} />
      </Group>
      {isMine ? (
        <Deciding draft={draft} finish={finish} />
      ) : (
        <Text className="words">{text === '' ? '(no longer readable)' : text}</Text>
      )}
    </Paper>
  );
}

function Deciding({ draft, finish }: Pick<DraftCardProps, 'draft' | 'finish'>) {
  const { draftId, conversationId, text } = draft;
  const edited = useDraft(`held.${draftId}`);
  const [isEditing, setEditing] = useState(edited.text !== '');
  const act = useActions(edited.clear, finish);
  const words = isEditing ? edited.text : text;
  const canSend = words.trim() !== '' && !act.isPending;
  const send = (): void =>
    act.mutate({
      path: `/conversations/${conversationId}/replies`,
      body: { text: words, idempotency_key: edited.id, draft_id: draftId },
      done: 'The draft was sent.',
    });
  const discard = (): void =>
    act.mutate({
      path: `/conversations/${conversationId}/drafts/${draftId}/discard`,
      done: 'The draft was discarded.',
    });
  const edit = (): void => {
    edited.setText(text);
    setEditing(true);
  };
  const keep = (): void => {
    edited.clear();
    setEditing(false);
  };
  return (
    <>
      {isEditing ? (
        <Textarea
          label="Edit the draft"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={REPLY_MAX}
          autoFocus
          value={edited.text}
          onChange={({ currentTarget }) => edited.setText(currentTarget.value)}
        />
      ) : (
        <Text className="words">{text === '' ? '(no longer readable)' : text}</Text>
      )}
      <Group mt="xs" gap="xs">
        <Button size="xs" onClick={send} disabled={!canSend} loading={act.isPending}>
          Send draft
        </Button>
        <Button size="xs" variant="default" onClick={isEditing ? keep : edit}>
          {isEditing ? 'Keep as it was' : 'Edit'}
        </Button>
        <Button size="xs" variant="default" onClick={discard} disabled={act.isPending}>
          Discard
        </Button>
      </Group>
      {act.error && <Failed error={act.error} />}
    </>
  );
}

interface DraftAction {
  path: string;
  body?: object;
  /** What is said once it was done. */
  done: string;
}

function useActions(clear: () => void, finish: DraftCardProps['finish']) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: DraftAction) => write(path, body ? { body } : {}),
    onSuccess: (_answer, { done }) => {
      clear();
      finish(done);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['conversation'] }),
  });
}
