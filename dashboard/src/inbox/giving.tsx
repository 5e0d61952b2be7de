import { Alert, Button, Checkbox, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AssignedAnswer, ColleagueAnswer } from '../../../src/api/answers/assignment.ts';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { read, write } from '../shell/client.ts';
import { useSession } from '../shell/session.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useRefresh } from './writing.ts';

interface Given {
  conversation: ConversationAnswer;
}

type Give = ReturnType<typeof useGive>;

/** To whom a conversation belongs that needs a person, and handing it on: to a colleague, to the queue, to the assistant. */
export function Giving({ conversation }: Given) {
  const [isChoosing, setChoosing] = useState(false);
  const give = useGive(conversation);
  const canGive = useMayGive(conversation);
  const { isMine } = conversation;
  return (
    <Stack gap="xs" component="section" aria-label="Who has it">
      <Group gap="xs">
        {isMine && <Release conversation={conversation} />}
        {canGive && <GiveBack conversation={conversation} give={give} />}
        {canGive && (
          <Button
            variant="default"
            aria-expanded={isChoosing}
            onClick={() => setChoosing(!isChoosing)}
          >
            Give to a colleague …
          </Button>
        )}
      </Group>
      {isMine && (
        <Text size="sm" c="dimmed">
          Release it when it is done: the assistant answers again. Give it back when somebody else
          must go on.
        </Text>
      )}
      {canGive && isChoosing && (
        <Choosing conversation={conversation} give={give} onDone={() => setChoosing(false)} />
      )}
      {give.error && <Failed error={give.error} />}
    </Stack>
  );
}

/** Whether there is something to give, and this person may: what somebody else holds only by a right of its own. */
function useMayGive({ isMine, heldBy, handOff }: ConversationAnswer): boolean {
  const { may } = useSession();
  if (heldBy !== null && !isMine) return may('conversation.reassign');
  return heldBy !== null || handOff !== null;
}

function GiveBack({ conversation: { heldBy, handOff }, give }: Given & { give: Give }) {
  if (!heldBy && !handOff?.assigned) return null;
  return (
    <Button
      variant="default"
      loading={give.isPending && give.variables.to === null}
      onClick={() => give.mutate({ to: null, silences: false })}
    >
      Give back to the queue
    </Button>
  );
}

/** Hands the conversation on as it is shown here; whoever was quicker is named by the refusal. */
function useGive({ conversationId, heldBy, handOff, isMine }: ConversationAnswer) {
  const refresh = useRefresh();
  const from = heldBy?.staffId ?? handOff?.assigned?.staffId ?? null;
  const way = heldBy !== null && !isMine ? 'reassign' : 'assign';
  return useMutation({
    mutationFn: (wish: { to: string | null; silences: boolean }) =>
      write<AssignedAnswer>(`/conversations/${conversationId}/${way}`, {
        body: { ...wish, from },
      }),
    onSettled: refresh,
  });
}

function Release({ conversation: { conversationId } }: Given) {
  const refresh = useRefresh();
  const release = useMutation({
    mutationFn: () => write(`/conversations/${conversationId}/release`),
    onSettled: refresh,
  });
  return (
    <>
      <Button variant="default" onClick={() => release.mutate()} loading={release.isPending}>
        Release
      </Button>
      {release.error && <Failed error={release.error} />}
    </>
  );
}

function Choosing({ conversation, give, onDone }: Given & { give: Give; onDone: () => void }) {
  const { me } = useSession();
  const { conversationId, heldBy } = conversation;
  const [chosen, setChosen] = useState('');
  const [isSilencing, setSilencing] = useState(heldBy !== null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['colleagues', conversationId],
    queryFn: ({ signal }) =>
      read<ColleagueAnswer[]>(`/conversations/${conversationId}/colleagues`, signal),
    staleTime: 0,
  });
  if (isPending) return <Loading what="colleagues" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const others = data.filter(({ staffId }) => staffId !== heldBy?.staffId);
  if (others.length === 0) {
    return <Alert variant="outline">Nobody else answers at this property.</Alert>;
  }
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm" align="flex-start">
        <NativeSelect
          label="Colleague"
          value={chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={[
            { value: '', label: 'Choose …' },
            ...others.map(({ staffId, name }) => ({
              value: staffId,
              label: staffId === me.staffId ? `${name}, you` : name,
            })),
          ]}
        />
        <Checkbox
          label="Keep the assistant silent for this person"
          description="Unticked, it goes on answering until your colleague takes over."
          checked={isSilencing}
          onChange={({ currentTarget }) => setSilencing(currentTarget.checked)}
        />
        <Button
          disabled={chosen === ''}
          loading={give.isPending && give.variables.to !== null}
          onClick={() => give.mutate({ to: chosen, silences: isSilencing }, { onSuccess: onDone })}
        >
          Give it
        </Button>
      </Stack>
    </Paper>
  );
}
