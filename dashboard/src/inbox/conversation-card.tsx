import { Badge, Group, Paper, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import type { ConversationListed } from '../../../src/api/answers/inbox.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';
import { nameOf, plain, VOICES } from './words.ts';

interface Card {
  conversation: ConversationListed;
  isChosen: boolean;
}

/** One conversation of a list: who, where, the last words, and why somebody should look. */
export function ConversationCard({ conversation, isChosen }: Card) {
  const { conversationId, propertyId, writer, last, handOff, heldBy } = conversation;
  const { search } = useLocation();
  const propertyName = usePropertyName();
  return (
    <Paper
      component={Link}
      to={`/inbox/${conversationId}${search}`}
      withBorder
      p="sm"
      display="block"
      c="inherit"
      td="none"
      aria-current={isChosen ? 'true' : undefined}
      {...(isChosen ? { bd: '2px solid var(--mantine-primary-color-filled)' } : {})}
    >
      <Text fw={600}>{nameOf(conversation)}</Text>
      <Text size="sm">
        {writer?.unitNumber ? `${writer.unitNumber}, ` : ''}
        {propertyName(propertyId)} · {plain(conversation.channel)}
      </Text>
      <Group gap="xs" my={4}>
        {handOff && (
          <Badge color="orange" variant="outline" tt="none">
            {plain(handOff.reason)}
          </Badge>
        )}
        {heldBy && (
          <Badge variant="outline" tt="none">
            taken over by {heldBy.name}
          </Badge>
        )}
      </Group>
      {last && (
        <>
          <Text size="sm" lineClamp={2}>
            {VOICES[last.from]}: {last.text}
          </Text>
          <Time at={last.at} propertyId={propertyId} />
        </>
      )}
    </Paper>
  );
}
