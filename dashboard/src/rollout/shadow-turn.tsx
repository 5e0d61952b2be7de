import {
  Anchor,
  Badge,
  Box,
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ShadowTurnAnswer } from '../../../src/api/answers/rollout.ts';
import { write } from '../shell/client.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { describe } from './proposal-words.ts';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { DONE, MARKS, PROPOSED, SKILLS } from './words.ts';

type Mark = keyof typeof MARKS;
const EVERY_MARK: readonly Mark[] = ['same', 'different', 'wrong'];

/** One turn: what the resident wrote, the proposal beside what staff did, and the judgement. */
export function ShadowTurn({ turn, onJudged }: { turn: ShadowTurnAnswer; onJudged: () => void }) {
  const { may } = useSession();
  const propertyName = usePropertyName();
  const { conversationId, propertyId, askedAt, skills, asked } = turn;
  return (
    <Paper withBorder p="md" component="article" aria-label="A turn in shadow">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          {skills.map((skill) => (
            <Badge key={skill} variant="outline" tt="none">
              {SKILLS[skill]}
            </Badge>
          ))}
          <Text size="sm">{propertyName(propertyId)}</Text>
        </Group>
        <Time at={askedAt} propertyId={propertyId} />
      </Group>
      <Title order={2} size="h5" mt="sm">
        The resident wrote
      </Title>
      {asked.map((text, index) => (
        <Words key={`${turn.turnId}-${index}`} text={text} />
      ))}
      <SimpleGrid cols={{ base: 1, sm: 2 }} my="sm">
        <Proposal turn={turn} />
        <Staff turn={turn} />
      </SimpleGrid>
      <Group justify="space-between">
        <Judgement turn={turn} onJudged={onJudged} />
        {may('conversation.read') && (
          <Anchor component={Link} to={`/inbox/${conversationId}`} underline="always" size="sm">
            Open the conversation
          </Anchor>
        )}
      </Group>
    </Paper>
  );
}

/** Words of somebody; null: this reader may not read them, empty: nobody can any more. */
function Words({ text }: { text: string | null }) {
  if (text === null) return <Text c="dimmed">(words are not shown to you)</Text>;
  return <Text className="words">{text === '' ? '(no longer readable)' : text}</Text>;
}

function Proposal({ turn: { proposal } }: { turn: ShadowTurnAnswer }) {
  return (
    <Box>
      <Title order={3} size="h6">
        The assistant {PROPOSED[proposal.deed]}
      </Title>
      <Stack gap="xs">
        {proposal.kept.map((kept) => (
          <div key={kept.decision.part}>
            {kept.text !== '' && <Words text={kept.text} />}
            <Text size="sm" c="dimmed">
              {describe(kept.decision)}
            </Text>
          </div>
        ))}
      </Stack>
    </Box>
  );
}

function Staff({ turn: { staff, propertyId } }: { turn: ShadowTurnAnswer }) {
  const { deed, isOver, replies } = staff;
  const waiting = isOver
    ? 'had not answered when the resident wrote again'
    : 'have not answered yet';
  return (
    <Box>
      <Title order={3} size="h6">
        Staff {deed === null ? waiting : DONE[deed]}
      </Title>
      <Stack gap="xs">
        {replies.map(({ text, at }) => (
          <div key={at}>
            <Words text={text} />
            <Time at={at} propertyId={propertyId} />
          </div>
        ))}
      </Stack>
    </Box>
  );
}

function Judgement({ turn, onJudged }: { turn: ShadowTurnAnswer; onJudged: () => void }) {
  const { may } = useSession();
  const client = useQueryClient();
  const { turnId, judged, propertyId } = turn;
  const judge = useMutation({
    mutationFn: (mark: Mark) =>
      write(`/rollout/shadow/${encodeURIComponent(turnId)}/mark`, { body: { mark } }),
    onSuccess: onJudged,
    onSettled: () => client.invalidateQueries({ queryKey: ['rollout', 'shadow'] }),
  });
  return (
    <Stack gap="xs">
      {may('shadow.mark') && (
        <Group gap="xs" role="group" aria-label="How was the proposal beside the answer?">
          {EVERY_MARK.map((mark) => (
            <Button
              key={mark}
              size="sm"
              variant={judged?.mark === mark ? 'filled' : 'default'}
              aria-pressed={judged?.mark === mark}
              disabled={judge.isPending}
              onClick={() => judge.mutate(mark)}
            >
              {MARKS[mark]}
            </Button>
          ))}
        </Group>
      )}
      {judged && (
        <Text size="sm" component="div">
          Judged “{MARKS[judged.mark]}” by {judged.byName ?? 'somebody'} ·{' '}
          <Time at={judged.at} propertyId={propertyId} />
        </Text>
      )}
      {judge.error && <Failed error={judge.error} />}
    </Stack>
  );
}
