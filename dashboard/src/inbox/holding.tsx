import { Alert, Button, Stack, Tabs, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { write } from '../shell/client.ts';
import { useDraft } from '../shell/draft.ts';
import { plural } from '../shell/plural.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { Giving } from './giving.tsx';
import { NoteForm } from './note-form.tsx';
import { ReplyForm } from './reply-form.tsx';
import { useRefresh } from './writing.ts';

interface Held {
  conversation: ConversationAnswer;
}

/** The hand over a conversation: take it over, answer, write for colleagues, give it to one of them or back. */
export function Holding({ conversation }: Held) {
  const { may } = useSession();
  const { conversationId, isMine } = conversation;
  const [mode, setMode] = useState<string | null>('reply');
  // Two texts that never mix: going from one tab to the other takes nothing along.
  const reply = useDraft(`reply.${conversationId}`);
  const note = useDraft(`note.${conversationId}`);
  if (!may('conversation.take-over')) return null;
  const moveToNote = (text: string): void => {
    note.setText([note.text, text].filter((part) => part !== '').join('\n'));
    reply.clear();
    setMode('note');
  };
  return (
    <Stack gap="sm">
      <Tabs value={mode} onChange={setMode} keepMounted={false}>
        <Tabs.List aria-label="What to write">
          <Tabs.Tab value="reply">Reply to the resident</Tabs.Tab>
          <Tabs.Tab value="note">{note.text === '' ? 'Note' : 'Note (begun)'}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="reply" pt="sm">
          {isMine ? (
            <ReplyForm conversation={conversation} draft={reply} onNote={moveToNote} />
          ) : (
            <NotMine conversation={conversation} unsent={reply.text} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="note" pt="sm">
          <NoteForm conversation={conversation} draft={note} />
        </Tabs.Panel>
      </Tabs>
      <Giving conversation={conversation} />
    </Stack>
  );
}

function NotMine({ conversation, unsent }: Held & { unsent: string }) {
  const { conversationId, heldBy, propertyId } = conversation;
  return (
    <Stack gap="xs" align="flex-start">
      {heldBy ? (
        <Text component="div">
          {heldBy.name} has taken over, <Time at={heldBy.since} propertyId={propertyId} />
        </Text>
      ) : (
        <TakeOver conversationId={conversationId} />
      )}
      {unsent !== '' && (
        <Text size="sm">Your unsent reply is kept until you can send it: “{unsent}”</Text>
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
