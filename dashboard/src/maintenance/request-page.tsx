import { Anchor, Badge, Grid, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useParams } from 'react-router';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { read } from '../shell/client.ts';
import { Page } from '../shell/page.tsx';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { Actions } from './actions.tsx';
import { Clocks } from './clocks.tsx';
import { Cost } from './cost.tsx';
import { Story } from './story.tsx';
import { Visit } from './visit.tsx';
import { capital, CLASSES, headlineOf, STATES } from './words.ts';

/** One request, live: how it stands, what was said, what is owed, and what one can do about it. */
export function RequestPage() {
  const { id = '' } = useParams();
  const { search } = useLocation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['request', 'one', id],
    queryFn: ({ signal }) =>
      read<RequestAnswer>(`/maintenance-requests/${encodeURIComponent(id)}`, signal),
  });
  return (
    <Page title={data ? headlineOf(data) : 'Maintenance request'} focusedOn={id}>
      <Stack>
        <Anchor component={Link} to={`/maintenance${search}`} underline="always">
          Back to the board
        </Anchor>
        {isPending && <Loading what="the request" />}
        {error && <Failed error={error} onRetry={() => void refetch()} />}
        {data && <Shown request={data} />}
      </Stack>
    </Page>
  );
}

function Shown({ request }: { request: RequestAnswer }) {
  const { may } = useSession();
  return (
    <>
      <Heading request={request} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Said request={request} />
            {may('request.change') && <Actions request={request} />}
            <Story request={request} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Clocks request={request} />
            <Visit request={request} />
            <Cost request={request} />
            <Details request={request} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Heading({ request }: { request: RequestAnswer }) {
  const propertyName = usePropertyName();
  const { writer, propertyId, reference, state, isRepeat, openedAt, conversationId } = request;
  const { may } = useSession();
  const isUrgent = request.class === 'P0' || request.class === 'P1';
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Badge variant="outline" color={isUrgent ? 'red' : 'blue'} tt="none">
          {CLASSES[request.class]}
        </Badge>
        <Badge variant="outline" tt="none">
          {STATES[state]}
        </Badge>
        {isRepeat && (
          <Badge variant="outline" color="orange" tt="none">
            {againOf(request)}
          </Badge>
        )}
      </Group>
      <Text>
        {reference} · {writer ? `${writer.name}, ` : ''}
        {writer?.unitNumber ? `unit ${writer.unitNumber}, ` : ''}
        {propertyName(propertyId)}
      </Text>
      <Text size="sm" component="div">
        Reported <Time at={openedAt} propertyId={propertyId} />
      </Text>
      <Before request={request} />
      {conversationId && may('conversation.read') && (
        <Anchor component={Link} to={`/inbox/${conversationId}`} size="sm" underline="always">
          Open the conversation
        </Anchor>
      )}
    </Stack>
  );
}

/** How it came back: by a reopening, or as a new request about an old trouble. */
const againOf = ({ reopenings }: RequestAnswer): string => {
  if (reopenings === 0) return 'repeat within 30 days';
  return reopenings === 1 ? 'reopened' : `reopened ${reopenings} times`;
};

/** What went before: when it was opened again, or the request that could not be. */
function Before({ request: { reopenedAt, facts, propertyId } }: { request: RequestAnswer }) {
  const earlier = facts['earlier'];
  return (
    <>
      {reopenedAt && (
        <Text size="sm" component="div">
          Reopened <Time at={reopenedAt} propertyId={propertyId} />
        </Text>
      )}
      {earlier && (
        <Anchor component={Link} to={`/maintenance/${earlier}`} size="sm" underline="always">
          The same trouble was {earlier} before
        </Anchor>
      )}
    </>
  );
}

const ENTRY: Record<string, string> = {
  yes: 'may come in when nobody is home',
  no: 'only while somebody is home',
  'call-first': 'call first',
};

function Said({ request: { words, facts, issueLabel } }: { request: RequestAnswer }) {
  if (words === null) {
    return <Text c="dimmed">The resident’s words are not for your role to read.</Text>;
  }
  const entry = ENTRY[facts['entry'] ?? ''];
  const lines = [
    ['Where', words.location],
    ['Entry', entry],
    ['Pets', words.pets],
    ['Times', words.times],
  ] as const;
  return (
    <section aria-label="What the resident said">
      <Text fw={600}>{capital(issueLabel)}</Text>
      <Text className="words" component="blockquote" m={0}>
        {words.description === '' ? '(no longer readable)' : words.description}
      </Text>
      {lines.map(
        ([name, value]) =>
          value && (
            <Text key={name} size="sm">
              {name}: {value}
            </Text>
          ),
      )}
    </section>
  );
}

function Details({
  request: { requestId, workOrderExternalId, packVersion },
}: {
  request: RequestAnswer;
}) {
  const { may } = useSession();
  return (
    <section aria-label="Details">
      {may('audit.read') && (
        <Anchor
          component={Link}
          to={`/settings/audit/requests/${requestId}`}
          size="sm"
          underline="always"
          display="block"
        >
          Audit record
        </Anchor>
      )}
      <WorkflowLink of="request" id={requestId} />
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Request {requestId}
        {workOrderExternalId ? ` · work order ${workOrderExternalId}` : ''} · rules {packVersion}
      </Text>
    </section>
  );
}
