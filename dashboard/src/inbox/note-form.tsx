import { Button, Paper, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { write } from '../shell/client.ts';
import type { useDraft } from '../shell/draft.ts';
import { Failed } from '../shell/states.tsx';
import { byCtrlEnter, TEXT_MAX, useRefresh } from './writing.ts';

interface NoteFormProps {
  conversation: ConversationAnswer;
  /** The note's own text: what is typed here is never in the reply's field, nor the other way round. */
  draft: ReturnType<typeof useDraft>;
}

/** Where staff write for each other. It looks like the notes above it, and nothing in it says “send”. */
export function NoteForm({ conversation: { conversationId }, draft }: NoteFormProps) {
  const refresh = useRefresh();
  const note = useMutation({
    mutationFn: (body: { text: string; idempotency_key: string }) =>
      write(`/conversations/${conversationId}/notes`, { body }),
    onSuccess: draft.clear,
    onSettled: refresh,
  });
  const canKeep = draft.text.trim() !== '' && !note.isPending;
  const keep = (): void => {
    if (canKeep) note.mutate({ text: draft.text, idempotency_key: draft.id });
  };
  return (
    <Paper className="staff-note" p="sm">
      <Stack gap="xs" align="stretch">
        <Textarea
          label="Note for staff"
          description="Only staff read it: neither the resident nor the assistant ever does. Ctrl + Enter keeps it"
          autosize
          minRows={3}
          maxRows={10}
          maxLength={TEXT_MAX}
          value={draft.text}
          onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
          onKeyDown={byCtrlEnter(keep)}
        />
        <Button
          variant="default"
          onClick={keep}
          loading={note.isPending}
          disabled={!canKeep}
          style={{ alignSelf: 'flex-start' }}
        >
          Keep the note
        </Button>
        {note.error && <Failed error={note.error} />}
      </Stack>
    </Paper>
  );
}
