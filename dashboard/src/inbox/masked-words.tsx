import { Box, Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RevealedAnswer } from '../../../src/api/answers/inbox.ts';
import { write } from '../shell/client.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';

// As `src/domain/mask.ts` writes them.
const HIDDEN = /\[((?:card|bank|social security) number|access code) removed\]/g;

interface Words {
  text: string;
  /** Where the words can be asked for as they were written; null for ours, in which nothing was hidden. */
  from: { conversationId: string; messageId: string } | null;
}

/** What was said, with each hidden number marked; whoever answers may look at one, which the record notes. */
export function MaskedWords({ text, from }: Words) {
  const parts = partsOf(text);
  return (
    <>
      <Text className="words">
        {parts.map(({ words, hidden }, index) => (
          // The same words may come twice, and their order never changes.
          <span key={index}>
            {words}
            {hidden !== null && <mark>{hidden} hidden</mark>}
          </span>
        ))}
      </Text>
      {from && parts.some(({ hidden }) => hidden !== null) && <Reveal {...from} />}
    </>
  );
}

function partsOf(text: string): { words: string; hidden: string | null }[] {
  const pieces = text.split(HIDDEN); // words, what was hidden, words, ...
  return pieces.flatMap((words, index) =>
    index % 2 === 0 ? [{ words, hidden: pieces[index + 1] ?? null }] : [],
  );
}

function Reveal({ conversationId, messageId }: NonNullable<Words['from']>) {
  const { may } = useSession();
  const reveal = useMutation({
    mutationFn: () =>
      write<RevealedAnswer>(`/conversations/${conversationId}/reveal`, {
        body: { message_id: messageId },
      }),
    gcTime: 0,
  });
  if (!may('conversation.take-over')) return null;
  return (
    <Box mt="xs">
      {reveal.data && (
        <Text className="words" size="sm" fw={600} role="status">
          {reveal.data.text}
        </Text>
      )}
      <Button
        size="compact-sm"
        variant="default"
        loading={reveal.isPending}
        onClick={() => (reveal.data ? reveal.reset() : reveal.mutate())}
      >
        {reveal.data ? 'Hide it again' : 'Show what was hidden (goes on the record)'}
      </Button>
      {reveal.error && <Failed error={reveal.error} />}
    </Box>
  );
}
