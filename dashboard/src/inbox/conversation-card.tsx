import { Badge, Group, Text } from '@mantine/core';
import { useLocation } from 'react-router';
import type { ConversationListed } from '../../../src/api/answers/inbox.ts';
import { CardLink } from '../shell/card-link.tsx';
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
    <CardLink to={`/inbox/${conversationId}${search}`} isChosen={isChosen}>
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
    </CardLink>
  );
}
