import { Anchor, Box, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { useLive } from '../shell/live.tsx';
import { STATES as REQUEST_STATES } from '../maintenance/words.ts';
import { useRefresh } from './writing.ts';

/** What is open for the person, each with its page. */
export function Matters({ matters }: Pick<ConversationAnswer, 'matters'>) {
  const refresh = useRefresh();
  useLive('request', ({ subjectId }) => {
    if (matters.some(({ requestId }) => requestId === subjectId)) void refresh();
  });
  if (matters.length === 0) return null;
  return (
    <Box component="section" aria-label="Open matters">
      <Text fw={600}>Open matters</Text>
      <ul style={{ margin: 0 }}>
        {matters.map(({ requestId, reference, state, summary, class: priority }) => (
          <li key={requestId}>
            <Text size="sm">
              <Anchor
                component={Link}
                to={`/maintenance/${requestId}`}
                size="sm"
                underline="always"
              >
                {reference}
              </Anchor>{' '}
              · {priority} · {REQUEST_STATES[state]}: {summary}
            </Text>
          </li>
        ))}
      </ul>
    </Box>
  );
}
