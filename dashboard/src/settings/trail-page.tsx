import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { AuditTrailAnswer } from '../../../src/api/answers/audit.ts';
import { read } from '../shell/client.ts';
import { useLive } from '../shell/live.tsx';
import { plural } from '../shell/plural.ts';
import { useSession } from '../shell/session.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Entry } from './entry.tsx';
import { Proof } from './proof.tsx';
import { SettingsPage } from './settings-page.tsx';

const SHOWN_FIRST = 50;

/** The record of one maintenance request. */
export function RequestTrailPage() {
  return <TrailPage kind="request" />;
}

/** The record of one conversation. */
export function ConversationTrailPage() {
  return <TrailPage kind="conversation" />;
}

function TrailPage({ kind }: { kind: 'request' | 'conversation' }) {
  const { id = '' } = useParams();
  const path = `/audit/${kind}s/${encodeURIComponent(id)}`;
  const queryKey = ['audit', kind, id];
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => read<AuditTrailAnswer>(path, signal),
  });
  const client = useQueryClient();
  useLive(kind, ({ subjectId }) => {
    if (subjectId === data?.subject.id) void client.invalidateQueries({ queryKey });
  });
  const name = data?.subject.reference ?? (kind === 'request' ? id : 'a conversation');
  return (
    <SettingsPage part="audit" title={`Audit record of ${name}`}>
      <Stack maw={860}>
        <Group gap="lg">
          <Anchor component={Link} to="/settings/audit" underline="always">
            Back to the record
          </Anchor>
          <Source kind={kind} id={id} />
        </Group>
        {isPending && <Loading what="and verifying the record" />}
        {error && <Failed error={error} onRetry={() => void refetch()} />}
        {data && <Trail trail={data} path={path} />}
      </Stack>
    </SettingsPage>
  );
}

function Source({ kind, id }: { kind: 'request' | 'conversation'; id: string }) {
  const { may } = useSession();
  if (!may(kind === 'request' ? 'request.read' : 'conversation.read')) return null;
  const to = kind === 'request' ? `/maintenance/${id}` : `/inbox/${id}`;
  return (
    <Anchor component={Link} to={to} underline="always">
      Open the {kind}
    </Anchor>
  );
}

function Trail({ trail, path }: { trail: AuditTrailAnswer; path: string }) {
  const { entries, proofs, digest, left, subject } = trail;
  const { propertyId } = subject;
  const [shown, setShown] = useState(SHOWN_FIRST);
  return (
    <>
      {proofs.map((proof) => (
        <Proof key={proof.chain} proof={proof} propertyId={propertyId} />
      ))}
      <Group>
        {(['pdf', 'json'] as const).map((format) => (
          <Button key={format} component="a" href={`${path}/${format}`} download variant="default">
            Take a copy as {format.toUpperCase()}
          </Button>
        ))}
      </Group>
      <Text size="sm" role="status">
        {plural(entries.length, { one: 'entry', many: 'entries' })}, oldest first
        {left > 0 ? `; ${left.toLocaleString('en')} older ones are not shown` : ''}. Taking a copy
        is an entry too.
      </Text>
      {entries.length === 0 && (
        <Empty title="No entry" hint="What happens from now on stands here." />
      )}
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {entries.slice(0, shown).map((entry) => (
          <li key={`${entry.chain} ${entry.position}`}>
            <Entry entry={entry} propertyId={propertyId} />
          </li>
        ))}
      </Stack>
      {entries.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + SHOWN_FIRST)}>
          Show more
        </Button>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Digest of the entries {digest}
      </Text>
    </>
  );
}
