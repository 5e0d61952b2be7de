import { Badge, Group, Text } from '@mantine/core';
import { useLocation } from 'react-router';
import type { ConversationListed } from '../../../src/api/answers/inbox.ts';
import { CardLink } from '../shell/card-link.tsx';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Time } from '../shell/time.tsx';
import { doorOf, nameOf, VOICES, whyHanded } from './words.ts';

interface Card {
  conversation: ConversationListed;
  isChosen: boolean;
}

/** One conversation of a list: who, where, the last words, and why somebody should look. */
export function ConversationCard({ conversation, isChosen }: Card) {
  const { conversationId, propertyId, writer, last } = conversation;
  const { search } = useLocation();
  const propertyName = usePropertyName();
  return (
    <CardLink to={`/inbox/${conversationId}${search}`} isChosen={isChosen}>
      <Text fw={600}>{nameOf(conversation)}</Text>
      <Text size="sm">
        {writer?.unitNumber ? `${writer.unitNumber}, ` : ''}
        {propertyName(propertyId)} · {doorOf(conversation.channel)}
      </Text>
      <Hands conversation={conversation} />
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

/** Why it needs a person, and who has it. */
function Hands({ conversation: { handOff, heldBy } }: Pick<Card, 'conversation'>) {
  const { me } = useSession();
  const given = handOff?.assigned ?? null;
  return (
    <Group gap="xs" my={4}>
      {handOff && (
        <Badge color="orange" variant="outline" tt="none">
          {whyHanded(handOff.reason)}
        </Badge>
      )}
      {given && (
        <Badge variant="outline" tt="none">
          given to {given.staffId === me.staffId ? 'you' : given.name}
        </Badge>
      )}
      {heldBy && heldBy.staffId !== given?.staffId && (
        <Badge variant="outline" tt="none">
          taken over by {heldBy.name}
        </Badge>
      )}
    </Group>
  );
}
