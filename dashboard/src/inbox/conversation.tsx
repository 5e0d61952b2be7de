import { Anchor, Badge, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { read } from '../shell/client.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { Drafts } from './drafts.tsx';
import { Holding } from './holding.tsx';
import { Transcript } from './transcript.tsx';
import { nameOf, plain } from './words.ts';

/** One conversation, live: who it is with, what is open, what was said, and the hand over it. */
export function Conversation({ conversationId }: { conversationId: string }) {
  const { search } = useLocation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['conversation', 'one', conversationId],
    queryFn: ({ signal }) => read<ConversationAnswer>(`/conversations/${conversationId}`, signal),
  });
  return (
    <Stack>
      <Anchor component={Link} to={`/inbox${search}`} hiddenFrom="md" underline="always">
        Back to the list
      </Anchor>
      {isPending && <Loading what="the conversation" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && <Shown conversation={data} />}
    </Stack>
  );
}

function Shown({ conversation }: { conversation: ConversationAnswer }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const propertyName = usePropertyName();
  useEffect(() => heading.current?.focus(), []);
  const { writer, propertyId, channel, assurance, handOff, matters } = conversation;
  return (
    <>
      <Box>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {nameOf(conversation)}
        </Title>
        <Text size="sm">
          {writer?.unitNumber ? `Unit ${writer.unitNumber}, ` : ''}
          {propertyName(propertyId)} · {plain(channel)} · {IDENTITIES[assurance]}
          {writer && writer.status !== 'current' ? ` · ${plain(writer.status)}` : ''}
        </Text>
        {handOff && (
          <Group gap="xs" mt="xs">
            <Badge color="orange" variant="outline" tt="none">
              waits for a person: {plain(handOff.reason)}
            </Badge>
            <Text size="sm">answer by</Text>
            <Time at={handOff.breachAt} propertyId={propertyId} />
          </Group>
        )}
      </Box>
      {matters.length > 0 && <Matters matters={matters} />}
      <Transcript conversation={conversation} />
      <Drafts conversation={conversation} />
      <Holding conversation={conversation} />
    </>
  );
}

const IDENTITIES: Record<ConversationAnswer['assurance'], string> = {
  unknown: 'not identified',
  channel: 'known by the address',
  session: 'signed in at the portal',
  stepUp: 'verified by a code',
};

function Matters({ matters }: Pick<ConversationAnswer, 'matters'>) {
  return (
    <Box component="section" aria-label="Open matters">
      <Text fw={600}>Open matters</Text>
      <ul style={{ margin: 0 }}>
        {matters.map((matter) => (
          <li key={matter.requestId}>
            <Text size="sm">
              {matter.reference} · {matter.class} · {plain(matter.state)}: {matter.summary}
            </Text>
          </li>
        ))}
      </ul>
    </Box>
  );
}
