import { Grid, Text } from '@mantine/core';
import { useParams } from 'react-router';
import { Page } from '../shell/page.tsx';
import { Conversation } from './conversation.tsx';
import { ConversationList } from './conversation-list.tsx';
import { Forgotten } from './forgotten.tsx';

/** The list of conversations, and the chosen one; on a phone one of the two. */
export function InboxPage() {
  const { id } = useParams();
  return (
    <Page title="Inbox" focusedOn="inbox">
      <Forgotten />
      <Grid>
        <Grid.Col span={{ base: 12, md: 4 }} {...(id === undefined ? {} : { visibleFrom: 'md' })}>
          <ConversationList chosenId={id ?? null} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} {...(id === undefined ? { visibleFrom: 'md' } : {})}>
          {id === undefined ? (
            <Text c="dimmed" p="xl" ta="center">
              Choose a conversation from the list.
            </Text>
          ) : (
            <Conversation key={id} conversationId={id} />
          )}
        </Grid.Col>
      </Grid>
    </Page>
  );
}
