import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { useDraft } from '../shell/draft.ts';
import { Failed } from '../shell/states.tsx';
import { useChange } from './use-change.ts';

const REASON_MAX = 1000;

/** Opens a closed request again, with the reason that stands in the story beside the name of whoever did. */
export function Reopen({ request }: { request: RequestAnswer }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Stack component="section" aria-label="Reopen the request" gap="xs">
      <Text>
        This request is closed. If the trouble is back, the resident’s message reopens it; you can
        reopen it for them.
      </Text>
      {isOpen ? (
        <Form request={request} onClose={() => setOpen(false)} />
      ) : (
        <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>
          Reopen the request
        </Button>
      )}
    </Stack>
  );
}

function Form({ request, onClose }: { request: RequestAnswer; onClose: () => void }) {
  const reason = useDraft(`reopen-reason.${request.requestId}`);
  const reopen = useChange<{ reason: string }>(request, {
    path: 'reopen',
    onDone: () => reason.clear(),
  });
  return (
    <Stack gap="xs">
      <Textarea
        label="Reason for reopening"
        description="Stands in the story with your name"
        autosize
        autoFocus
        minRows={2}
        maxLength={REASON_MAX}
        value={reason.text}
        onChange={({ currentTarget }) => reason.setText(currentTarget.value)}
      />
      <Text size="sm">
        The resident is told. The platform gets a new work order, the clocks start again, and a
        manager is asked where the cost needs it.
      </Text>
      <Button
        style={{ alignSelf: 'flex-start' }}
        disabled={reason.text.trim().length < 3}
        loading={reopen.isPending}
        onClick={() => reopen.mutate({ reason: reason.text })}
      >
        Reopen it
      </Button>
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={onClose}>
        Leave it closed
      </Button>
      {reopen.error && <Failed error={reopen.error} />}
    </Stack>
  );
}
