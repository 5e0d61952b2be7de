import { Anchor, Badge, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { ApprovalAnswer, ApprovalShown } from '../../../src/api/answers/approval.ts';
import { plain } from '../inbox/words.ts';
import { STATES as REQUEST_STATES } from '../maintenance/words.ts';
import { read } from '../shell/client.ts';
import { useLive } from '../shell/live.tsx';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { useDecide } from './decide.ts';
import { Deciding } from './deciding.tsx';
import { Edited } from './edited.tsx';
import { isAboutEdits } from './editing.tsx';
import { Questions } from './questions.tsx';
import { addedTo, amount, headlineOf, homeOf, money, reasonOf, STATES } from './words.ts';

const QUOTED = { borderInlineStart: '3px solid' };

/** One approval: what it is about, what it costs, what happens then, and the decision. */
export function Approval({ approvalId }: { approvalId: string }) {
  const { search } = useLocation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['approval', 'one', approvalId],
    queryFn: () => read<ApprovalShown>(`/approvals/${approvalId}`),
  });
  // How its request stands is shown as well.
  useLive('request', ({ subjectId }) => {
    if (subjectId === data?.subject.requestId) void refetch();
  });
  // And how a question to the resident was delivered.
  useLive('conversation', ({ subjectId }) => {
    if (subjectId === data?.request.conversationId) void refetch();
  });
  return (
    <Stack>
      <Anchor component={Link} to={`/approvals${search}`} underline="always" hiddenFrom="md">
        Back to the list
      </Anchor>
      {isPending && <Loading what="the approval" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && <Shown approval={data} />}
    </Stack>
  );
}

function Shown({ approval }: { approval: ApprovalShown }) {
  const { approvalId, subject, request, state } = approval;
  const { propertyId, reference } = subject;
  const decide = useDecide(approvalId);
  const propertyName = usePropertyName();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <Box>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {headlineOf(approval)}
        </Title>
        <Text size="sm">
          {[homeOf(approval), propertyName(propertyId)].filter(Boolean).join(' · ')}
        </Text>
        <Group gap="xs" mt="xs">
          <Badge variant="outline" tt="none">
            {approval.edits?.class ?? subject.class}
          </Badge>
          <Text size="sm">
            {plain(request.issue)} · {reference} · {REQUEST_STATES[request.state]}
          </Text>
        </Group>
      </Box>
      {request.summary !== '' && <Told approval={approval} />}
      <Questions approval={approval} />
      <Cost approval={approval} />
      {state === 'pending' ? <Outlook approval={approval} /> : <Ended approval={approval} />}
      {state === 'pending' && <Deciding approval={approval} decide={decide} />}
      {decide.error && !isAboutEdits(decide.error) && <Failed error={decide.error} />}
      <WorkflowLink of="approval" id={approvalId} />
    </>
  );
}

function Told({ approval: { request } }: { approval: ApprovalAnswer }) {
  const { may } = useSession();
  const { conversationId } = request;
  const added = addedTo(request);
  return (
    <Box component="section" aria-label="What the resident said">
      <Text component="blockquote" m={0} pl="sm" className="words" style={QUOTED}>
        “{request.summary}”
      </Text>
      {added !== '' && (
        <Text className="words" pl="sm" mt="xs">
          {added}
        </Text>
      )}
      {conversationId !== null && may('conversation.read') && (
        <Anchor component={Link} to={`/inbox/${conversationId}`} underline="always" size="sm">
          Open the conversation to read on
        </Anchor>
      )}
    </Box>
  );
}

function Cost({ approval }: { approval: ApprovalAnswer }) {
  const { edits, subject, currency } = approval;
  return (
    <Box component="section" aria-label="What it costs">
      <Text fw={600}>What it costs</Text>
      {edits?.ceilingCents ? (
        <Text>
          At most {money(approval)}, as it was approved. Asked for:{' '}
          {amount(subject.ceilingCents, currency)}, an estimate.
        </Text>
      ) : (
        <Text>
          At most {money(approval)}. This is an estimate, no quote: the upper end for repairs of
          this kind.
        </Text>
      )}
    </Box>
  );
}

function Outlook({ approval }: { approval: ApprovalAnswer }) {
  const { subject, openedAt, escalateAt, expiresAt } = approval;
  const { propertyId, reference, trade } = subject;
  return (
    <Box component="section" aria-label="What happens">
      <Text fw={600}>What happens</Text>
      <ul>
        <li>
          If you approve: the held work order {reference} is released, so that staff may send a
          vendor for {plain(trade)}. The resident is told.
        </li>
        <li>
          If you reject: no vendor is sent and the order stays held. The resident is told, and the
          request goes to a person.
        </li>
        <li>If nobody decides in time: the same as a rejection. Silence never approves.</li>
      </ul>
      <Text component="div" size="sm">
        Asked <Time at={openedAt} propertyId={propertyId} />
      </Text>
      <Text component="div" size="sm">
        Escalates <Time at={escalateAt} propertyId={propertyId} />
      </Text>
      <Text component="div" size="sm">
        Expires <Time at={expiresAt} propertyId={propertyId} />
      </Text>
    </Box>
  );
}

function Ended({ approval }: { approval: ApprovalShown }) {
  const { state, decidedAt, decidedByName, openedAt, subject } = approval;
  const { propertyId } = subject;
  const reason = reasonOf(approval);
  return (
    <Box component="section" aria-label="How it ended" role="status">
      <Text fw={600}>
        {`This was ${STATES[state]}`}
        {decidedByName === null ? '' : ` by ${decidedByName}`}
      </Text>
      {reason !== null && <Text className="words">{reason}</Text>}
      <Edited approval={approval} />
      <Text component="div" size="sm">
        Asked <Time at={openedAt} propertyId={propertyId} />
      </Text>
      {decidedAt !== null && (
        <Text component="div" size="sm">
          Ended <Time at={decidedAt} propertyId={propertyId} />
        </Text>
      )}
    </Box>
  );
}
