import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ForgottenAnswer } from '../../../src/api/answers/assignment.ts';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { useChosenProperty, usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Time } from '../shell/time.tsx';

const AGAIN_AFTER_MS = 60_000;

/** Warns those who can give conversations away of takeovers that their owners seem to have forgotten. */
export function Forgotten() {
  const { may } = useSession();
  const propertyName = usePropertyName();
  const { propertyId: chosen } = useChosenProperty();
  const { data = [] } = useQuery({
    queryKey: ['conversation', 'forgotten'],
    queryFn: ({ signal }) => read<ForgottenAnswer[]>('/conversations/forgotten', signal),
    refetchInterval: AGAIN_AFTER_MS, // it becomes so by time alone
    enabled: may('conversation.reassign'),
  });
  const here = data.filter(({ propertyId }) => chosen === null || propertyId === chosen);
  if (here.length === 0) return null;
  return (
    <Alert
      color="orange"
      variant="outline"
      role="status"
      mb="md"
      title={`${plural(here.length, { one: 'takeover', many: 'takeovers' })} may be forgotten`}
    >
      <Text size="sm">
        Nothing was written there for long while the office was open, and the assistant is silent.
        Ask, or give it to somebody else.
      </Text>
      <ul style={{ margin: 0 }}>
        {here.map(({ conversationId, propertyId, heldBy }) => (
          <li key={conversationId}>
            <Anchor component={Link} to={`/inbox/${conversationId}`} size="sm" underline="always">
              {propertyName(propertyId)}, held by {heldBy.name}
            </Anchor>{' '}
            <Time at={heldBy.actedAt} propertyId={propertyId} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}
