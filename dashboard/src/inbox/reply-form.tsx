import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { write } from '../shell/client.ts';
import type { useDraft } from '../shell/draft.ts';
import { Failed } from '../shell/states.tsx';
import { looksLikeNote } from './looks-like-note.ts';
import { doorOf, nameOf } from './words.ts';
import { byCtrlEnter, TEXT_MAX, useRefresh } from './writing.ts';

interface ReplyFormProps {
  conversation: ConversationAnswer;
  draft: ReturnType<typeof useDraft>;
  /** Takes a text that was meant for staff to where notes are written. */
  onNote: (text: string) => void;
}

/** Where the answer to a resident is written: says to whom it goes and how. */
export function ReplyForm({ conversation, draft, onNote }: ReplyFormProps) {
  const { conversationId, channel } = conversation;
  const refresh = useRefresh();
  const [isDoubted, setDoubted] = useState(false);
  const reply = useMutation({
    mutationFn: (body: { text: string; idempotency_key: string }) =>
      write(`/conversations/${conversationId}/replies`, { body }),
    onSuccess: draft.clear,
    onSettled: refresh,
  });
  const canSend = draft.text.trim() !== '' && !reply.isPending;
  const send = (): void => {
    setDoubted(false);
    reply.mutate({ text: draft.text, idempotency_key: draft.id });
  };
  const sendOrAsk = (): void => {
    if (!canSend) return;
    if (looksLikeNote(draft.text) && !isDoubted) setDoubted(true);
    else send();
  };
  return (
    <Stack gap="xs">
      <Textarea
        label="Your reply"
        description={`Goes to ${nameOf(conversation)} by ${doorOf(channel)}. Ctrl + Enter sends it`}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={TEXT_MAX}
        value={draft.text}
        onChange={({ currentTarget }) => {
          setDoubted(false);
          draft.setText(currentTarget.value);
        }}
        onKeyDown={byCtrlEnter(sendOrAsk)}
      />
      {isDoubted && (
        <Doubt name={nameOf(conversation)} onNote={() => onNote(draft.text)} onSend={send} />
      )}
      {!isDoubted && (
        <Button
          onClick={sendOrAsk}
          loading={reply.isPending}
          disabled={!canSend}
          style={{ alignSelf: 'flex-start' }}
        >
          Send to the resident
        </Button>
      )}
      {reply.error && <Failed error={reply.error} />}
    </Stack>
  );
}

/** Asks once more, since what a resident has read cannot be taken back. */
function Doubt({ name, onNote, onSend }: { name: string; onNote: () => void; onSend: () => void }) {
  return (
    <Alert variant="outline" color="orange" role="alert" title="This begins like a note">
      <Text size="sm">It would go to {name}. Is it meant for colleagues?</Text>
      <Group mt="xs">
        <Button variant="default" onClick={onNote}>
          Make it a note
        </Button>
        <Button variant="default" onClick={onSend}>
          It is for the resident
        </Button>
      </Group>
    </Alert>
  );
}
