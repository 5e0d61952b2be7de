import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ApprovalShown } from '../../../src/api/answers/approval.ts';
import { useDraft } from '../shell/draft.ts';
import { useSession } from '../shell/session.tsx';
import type { Decide } from './decide.ts';
import { Editing } from './editing.tsx';
import { money } from './words.ts';

const REASON_MAX = 1000;

/** Yes, or no with a reason: bound to what stood here when the page was opened, and to nothing that came since. */
export function Deciding({ approval, decide }: { approval: ApprovalShown; decide: Decide }) {
  const { may } = useSession();
  const { approvalId, digest } = approval;
  const [readDigest, setReadDigest] = useState(digest);
  const draft = useDraft(`rejection.${approvalId}`);
  const [mode, setMode] = useState<'choosing' | 'rejecting' | 'editing'>(
    draft.text === '' ? 'choosing' : 'rejecting',
  );
  if (!may('approval.decide')) return <Text size="sm">A manager decides this.</Text>;
  if (readDigest !== digest) {
    const onRead = (): void => {
      decide.reset();
      setReadDigest(digest);
    };
    return <Changed onRead={onRead} />;
  }
  const onBack = (): void => {
    decide.reset();
    setMode('choosing');
  };
  if (mode === 'editing') return <Editing approval={approval} decide={decide} onBack={onBack} />;
  if (mode === 'rejecting') {
    const reject = (reason: string): void =>
      decide.mutate({ decision: 'reject', digest, reason }, { onSuccess: draft.clear });
    return (
      <Rejecting draft={draft} isSending={decide.isPending} onReject={reject} onBack={onBack} />
    );
  }
  return (
    <Group component="section" aria-label="Your decision">
      <Button
        size="md"
        loading={decide.isPending}
        onClick={() => decide.mutate({ decision: 'approve', digest })}
      >
        Approve up to {money(approval)}
      </Button>
      <Button variant="default" size="md" onClick={() => setMode('editing')}>
        Change and approve …
      </Button>
      <Button variant="default" size="md" onClick={() => setMode('rejecting')}>
        Reject …
      </Button>
    </Group>
  );
}

function Rejecting(by: {
  draft: ReturnType<typeof useDraft>;
  isSending: boolean;
  onReject: (reason: string) => void;
  onBack: () => void;
}) {
  const { draft, isSending, onReject, onBack } = by;
  const reason = draft.text.trim();
  return (
    <Stack gap="sm" component="section" aria-label="Your decision">
      <Textarea
        label="Why not?"
        description="Staff who take care of the request read this. The resident does not."
        autosize
        minRows={2}
        maxLength={REASON_MAX}
        autoFocus
        value={draft.text}
        onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
      />
      <Group>
        <Button
          color="red"
          size="md"
          disabled={reason === ''}
          loading={isSending}
          onClick={() => onReject(reason)}
        >
          Reject
        </Button>
        <Button variant="default" size="md" onClick={onBack}>
          Back
        </Button>
      </Group>
    </Stack>
  );
}

function Changed({ onRead }: { onRead: () => void }) {
  return (
    <Alert color="orange" variant="outline" role="alert" title="This has changed">
      <Text mb="sm">What you were reading is no longer what is asked. Read it again above.</Text>
      <Button variant="default" onClick={onRead}>
        I have read it
      </Button>
    </Alert>
  );
}
