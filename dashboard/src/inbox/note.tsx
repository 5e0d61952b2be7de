import { Badge, Group, Paper, Text } from '@mantine/core';
import type { NoteAnswer } from '../../../src/api/answers/inbox.ts';
import { Time } from '../shell/time.tsx';

/** A note of staff among the messages: broken edge, other ground, and said in words that it went to nobody. */
export function Note({ note, propertyId }: { note: NoteAnswer; propertyId: string | null }) {
  const { writtenBy, text, at } = note;
  const by = writtenBy ?? 'somebody of the staff';
  return (
    <Paper className="staff-note" p="sm" component="article" aria-label={`Note by ${by}`}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Text size="sm" fw={600}>
            Note by {by}
          </Text>
          <Badge variant="outline" color="gray" tt="none">
            staff only, not sent
          </Badge>
        </Group>
        <Time at={at} propertyId={propertyId} />
      </Group>
      <Text className="words">{text === '' ? '(no longer readable)' : text}</Text>
    </Paper>
  );
}
