import { Anchor, Badge, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { read } from '../shell/client.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { Assigned } from './assigned.tsx';
import { Drafts } from './drafts.tsx';
import { Holding } from './holding.tsx';
import { Ledger } from './ledger.tsx';
import { Matters } from './matters.tsx';
import { Presence } from './presence.tsx';
import { Transcript } from './transcript.tsx';
import { usePresence } from './use-presence.ts';
import { doorOf, nameOf, plain, whyHanded } from './words.ts';

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
  const { may } = useSession();
  const isWaiting = !conversation.heldBy || conversation.handOff?.assigned;
  const { others, onWriting } = usePresence(conversation.conversationId);
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
          {propertyName(propertyId)} · {doorOf(channel)} · {IDENTITIES[assurance]}
          {writer && writer.status !== 'current' ? ` · ${plain(writer.status)}` : ''}
        </Text>
        {may('audit.read') && (
          <Anchor
            component={Link}
            to={`/settings/audit/conversations/${conversation.conversationId}`}
            size="sm"
            underline="always"
          >
            Audit record
          </Anchor>
        )}
        {handOff && isWaiting && (
          <Group gap="xs" mt="xs">
            <Badge color="orange" variant="outline" tt="none">
              waits for a person: {whyHanded(handOff.reason)}
            </Badge>
            <Text size="sm">answer by</Text>
            <Time at={handOff.breachAt} propertyId={propertyId} />
          </Group>
        )}
        <Assigned conversation={conversation} />
      </Box>
      <Matters matters={matters} />
      <Ledger conversation={conversation} />
      <Transcript conversation={conversation} />
      <Drafts conversation={conversation} />
      <Presence others={others} />
      <Box
        onInput={({ target }) => {
          if (target instanceof HTMLTextAreaElement) onWriting();
        }}
      >
        <Holding conversation={conversation} />
      </Box>
      <WorkflowLink of="conversation" id={conversation.conversationId} />
    </>
  );
}

const IDENTITIES: Record<ConversationAnswer['assurance'], string> = {
  unknown: 'not identified',
  channel: 'known by the address',
  session: 'signed in at the portal',
  stepUp: 'verified by a code',
};
