import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { Failed } from '../shell/states.tsx';
import { AskApproval, isKeptBack } from './ask-approval.tsx';
import { CorrectClass } from './correct-class.tsx';
import { Reopen } from './reopen.tsx';
import { SetVendor } from './set-vendor.tsx';
import { SetWindow } from './set-window.tsx';
import { useChange } from './use-change.ts';
import { hasEnded } from './words.ts';

/** What staff do about a request; the API decides whether they may. */
export function Actions({ request }: { request: RequestAnswer }) {
  const { state, question, workOrderExternalId } = request;
  if (state === 'closed') return <Reopen request={request} />;
  if (hasEnded(state)) {
    return (
      <Text c="dimmed">
        This request has ended without a repair. If the trouble is there, the resident’s next
        message opens a new one.
      </Text>
    );
  }
  const isAsked = state === 'awaiting-completion-check' && question !== 'survey';
  const isOrdered = workOrderExternalId !== null;
  const isHeld = isKeptBack(request);
  return (
    <Stack component="section" aria-label="What to do" gap="md">
      <Title order={2} size="h4">
        What to do
      </Title>
      {isAsked && <Completion request={request} />}
      {isHeld ? <AskApproval request={request} /> : <Sending request={request} />}
      <Endings request={request} isOrdered={isOrdered && !isHeld} />
      <CorrectClass request={request} />
    </Stack>
  );
}

/** Who comes and when, once there is an order to say it of. */
function Sending({ request }: { request: RequestAnswer }) {
  if (request.workOrderExternalId === null) {
    return (
      <Text size="sm">
        The platform has no work order yet: a vendor and a window can be set once it has.
      </Text>
    );
  }
  if (request.state === 'awaiting-completion-check') return null;
  return (
    <>
      <SetVendor request={request} />
      <SetWindow request={request} />
    </>
  );
}

function Completion({ request }: { request: RequestAnswer }) {
  const tell = useChange<{ is_done: boolean }>(request, { path: 'completion' });
  return (
    <Stack gap="xs">
      <Text size="sm">
        The resident was asked whether it is really done. If they tell you instead, note it here.
      </Text>
      <Group>
        <Button onClick={() => tell.mutate({ is_done: true })} loading={tell.isPending}>
          The resident says it is done
        </Button>
        <Button
          variant="default"
          onClick={() => tell.mutate({ is_done: false })}
          loading={tell.isPending}
        >
          Not done: reopen
        </Button>
      </Group>
      {tell.error && <Failed error={tell.error} />}
    </Stack>
  );
}

function Endings({ request, isOrdered }: { request: RequestAnswer; isOrdered: boolean }) {
  const done = useChange<undefined>(request, { path: 'done' });
  const [isSure, setSure] = useState(false);
  const cancel = useChange<undefined>(request, { path: 'cancel', onDone: () => setSure(false) });
  const failed = done.error ?? cancel.error;
  return (
    <Stack gap="xs">
      <Group>
        {isOrdered && request.state !== 'awaiting-completion-check' && (
          <Button variant="default" onClick={() => done.mutate(undefined)} loading={done.isPending}>
            Mark done
          </Button>
        )}
        {!isSure && (
          <Button variant="default" onClick={() => setSure(true)}>
            Cancel the request
          </Button>
        )}
      </Group>
      {isSure && (
        <Stack gap="xs">
          <Text size="sm">The resident is told, and nobody comes any more. Cancel it?</Text>
          <Group>
            <Button
              color="red"
              onClick={() => cancel.mutate(undefined)}
              loading={cancel.isPending}
              autoFocus
            >
              Yes, cancel it
            </Button>
            <Button variant="default" onClick={() => setSure(false)}>
              Keep it
            </Button>
          </Group>
        </Stack>
      )}
      {done.isSuccess && !done.isPending && request.state !== 'awaiting-completion-check' && (
        <Text size="sm" role="status">
          Sent to the platform. The resident is asked as soon as it has it.
        </Text>
      )}
      {failed && <Failed error={failed} />}
    </Stack>
  );
}
