import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { write } from '../shell/client.ts';
import { useDraft } from '../shell/draft.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { plural } from '../shell/plural.ts';

const REPLY_MAX = 4000;

interface Held {
  conversation: ConversationAnswer;
}

/** The hand over a conversation: take it over, answer, give it back. */
export function Holding({ conversation }: Held) {
  const { may } = useSession();
  const { conversationId, isMine, heldBy, propertyId } = conversation;
  const draft = useDraft(`reply.${conversationId}`);
  if (!may('conversation.take-over')) return null;
  if (isMine) return <Composer conversation={conversation} draft={draft} />;
  return (
    <Stack gap="xs" align="flex-start">
      {heldBy ? (
        <Text>
          {heldBy.name} has taken over, <Time at={heldBy.since} propertyId={propertyId} />
        </Text>
      ) : (
        <TakeOver conversationId={conversationId} />
      )}
      {draft.text !== '' && (
        <Text size="sm">Your unsent reply is kept until you can send it: “{draft.text}”</Text>
      )}
    </Stack>
  );
}

function TakeOver({ conversationId }: { conversationId: string }) {
  const refresh = useRefresh();
  const takeOver = useMutation({
    mutationFn: () =>
      write<{ alreadySending: string[] }>(`/conversations/${conversationId}/take-over`),
    onSettled: refresh,
  });
  return (
    <>
      <Text size="sm">
        Taking over silences the assistant for this person. It still sends the safety text to a new
        danger; news of a request waits here as a draft.
      </Text>
      <Button onClick={() => takeOver.mutate()} loading={takeOver.isPending}>
        Take over
      </Button>
      {takeOver.error && <Failed error={takeOver.error} />}
      {takeOver.data && takeOver.data.alreadySending.length > 0 && (
        <Alert variant="outline" role="status">
          {plural(takeOver.data.alreadySending.length, { one: 'message' })} had already left.
        </Alert>
      )}
    </>
  );
}

function Composer({
  conversation: { conversationId },
  draft,
}: Held & { draft: ReturnType<typeof useDraft> }) {
  const refresh = useRefresh();
  const reply = useMutation({
    mutationFn: (body: { text: string; idempotency_key: string }) =>
      write(`/conversations/${conversationId}/replies`, { body }),
    onSuccess: draft.clear,
    onSettled: refresh,
  });
  const release = useMutation({
    mutationFn: () => write(`/conversations/${conversationId}/release`),
    onSettled: refresh,
  });
  const canSend = draft.text.trim() !== '' && !reply.isPending;
  const send = (): void => {
    if (canSend) reply.mutate({ text: draft.text, idempotency_key: draft.id });
  };
  const sendByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <Stack gap="xs">
      <Textarea
        label="Your reply"
        description="Ctrl + Enter sends it"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={REPLY_MAX}
        value={draft.text}
        onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
        onKeyDown={sendByKey}
      />
      <Group>
        <Button onClick={send} loading={reply.isPending} disabled={!canSend}>
          Send
        </Button>
        <Button variant="default" onClick={() => release.mutate()} loading={release.isPending}>
          Release
        </Button>
      </Group>
      {reply.error && <Failed error={reply.error} />}
      {release.error && <Failed error={release.error} />}
    </Stack>
  );
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['conversation'] });
}
