import { Button, Group, Stack, Textarea } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useDraft } from '../shell/draft.ts';
import { Failed } from '../shell/states.tsx';
import { useWrite, type Held } from './use-phone.ts';

const TEXT_MAX = 10_000;

/** Where the resident types, and the buttons for questions with fixed answers: a tap sends the words on it. */
export function Composer({ held, answers }: { held: Held; answers: string[] }) {
  const draft = useDraft(`phone.${held.channel}.${held.resident.residentId}`);
  const message = useWrite(held);
  const tooLong = whyTooLong(draft.text);
  const canSend = draft.text.trim() !== '' && tooLong === null && !message.isPending;
  const send = (): void => {
    if (!canSend) return;
    message.mutate({ text: draft.text, message_id: draft.id }, { onSuccess: draft.clear });
  };
  const sendByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <Stack gap="xs">
      {answers.length > 0 && (
        <Group gap="xs" role="group" aria-label="Answers to tap">
          {answers.map((text) => (
            <Button
              key={text}
              variant="default"
              disabled={message.isPending}
              onClick={() => message.mutate({ text, message_id: crypto.randomUUID() })}
            >
              {text}
            </Button>
          ))}
        </Group>
      )}
      <Textarea
        label="Message"
        description="Enter sends it, Shift + Enter begins a new line"
        autosize
        minRows={1}
        maxRows={6}
        value={draft.text}
        error={tooLong}
        onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
        onKeyDown={sendByKey}
      />
      <Button onClick={send} loading={message.isPending} disabled={!canSend}>
        Send
      </Button>
      {message.error && <Failed error={message.error} />}
    </Stack>
  );
}

function whyTooLong({ length }: string): string | null {
  if (length <= TEXT_MAX) return null;
  const [most, now] = [TEXT_MAX, length].map((count) => count.toLocaleString('en'));
  return `A message may have ${most} characters at most, and this one has ${now}: shorten it, or send it in parts.`;
}
