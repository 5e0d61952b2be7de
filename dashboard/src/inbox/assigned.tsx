import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { write } from '../shell/client.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { useRefresh } from './writing.ts';

/** Who gave a conversation to whom that they have not begun; its clock runs until they do. */
export function Assigned({ conversation }: { conversation: ConversationAnswer }) {
  const { me } = useSession();
  const { conversationId, handOff, propertyId, isMine } = conversation;
  const given = handOff?.assigned;
  if (!given) return null;
  const { by, staffId, name, at } = given;
  return (
    <Group gap="xs" mt="xs">
      <Text size="sm" component="div" fw={600}>
        {by ?? 'The house'} gave this to {staffId === me.staffId ? 'you' : name},{' '}
        <Time at={at} propertyId={propertyId} />
      </Text>
      {isMine && staffId === me.staffId && <Begin conversationId={conversationId} />}
    </Group>
  );
}

/** For who begins otherwise than by writing. A reply does the same by itself. */
function Begin({ conversationId }: { conversationId: string }) {
  const refresh = useRefresh();
  const begin = useMutation({
    mutationFn: () => write(`/conversations/${conversationId}/take-over`),
    onSettled: refresh,
  });
  return (
    <>
      <Button size="xs" onClick={() => begin.mutate()} loading={begin.isPending}>
        I am on it
      </Button>
      {begin.error && <Failed error={begin.error} />}
    </>
  );
}
