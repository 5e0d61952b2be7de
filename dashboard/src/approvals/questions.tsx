import { Box, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalShown } from '../../../src/api/answers/approval.ts';
import { write } from '../shell/client.ts';
import { useDraft } from '../shell/draft.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { standingOf } from './words.ts';

const QUESTION_MAX = 1000;
const QUOTED = { borderInlineStart: '3px solid' };

/** What the resident was asked, what they answered, and the way to ask; nothing where neither is. */
export function Questions({ approval }: { approval: ApprovalShown }) {
  const { may } = useSession();
  const { questions, state } = approval;
  const mayAsk = state === 'pending' && may('approval.decide') && may('conversation.read');
  if (questions.length === 0 && !mayAsk) return null;
  return (
    <Box component="section" aria-label="Questions to the resident">
      <Text fw={600}>Questions to the resident</Text>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {questions.map((asked) => (
          <li key={asked.questionId}>
            <Asked approval={approval} asked={asked} />
          </li>
        ))}
      </Stack>
      {mayAsk && <Ask approval={approval} />}
    </Box>
  );
}

function Asked({
  approval,
  asked,
}: {
  approval: ApprovalShown;
  asked: ApprovalShown['questions'][number];
}) {
  const { propertyId } = approval.subject;
  const { text, answer, askedAt, askedByName } = asked;
  return (
    <>
      <Text size="sm" component="div">
        {askedByName ?? 'Staff'} asked <Time at={askedAt} propertyId={propertyId} />
      </Text>
      {text !== '' && <Text className="words">“{text}”</Text>}
      <Text size="sm" component="div" role="status">
        {standingOf(asked, approval)} {answer && <Time at={answer.at} propertyId={propertyId} />}
      </Text>
      {answer && answer.text !== '' && (
        <Text component="blockquote" m={0} pl="sm" className="words" style={QUOTED}>
          “{answer.text}”
        </Text>
      )}
    </>
  );
}

function Ask({ approval }: { approval: ApprovalShown }) {
  const draft = useDraft(`question.${approval.approvalId}`);
  const [isOpen, setOpen] = useState(draft.text !== '');
  if (approval.request.conversationId === null) {
    return (
      <Text size="sm">Nobody has written about this: the resident cannot be asked from here.</Text>
    );
  }
  if (!isOpen) {
    return (
      <Button variant="default" mt="xs" onClick={() => setOpen(true)}>
        Ask the resident …
      </Button>
    );
  }
  return <AskForm approval={approval} draft={draft} onClose={() => setOpen(false)} />;
}

function AskForm(by: {
  approval: ApprovalShown;
  draft: ReturnType<typeof useDraft>;
  onClose: () => void;
}) {
  const { draft, onClose } = by;
  const { approvalId, writer } = by.approval;
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: (body: { text: string; idempotency_key: string }) =>
      write(`/approvals/${approvalId}/questions`, { body }),
    onSuccess: () => {
      draft.clear();
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['approval'] }),
  });
  const text = draft.text.trim();
  return (
    <Stack gap="sm" mt="xs">
      <Textarea
        label="Your question"
        description={`${writer?.name ?? 'The resident'} reads it as you write it${writer?.language === 'es' ? ', and reads Spanish' : ''}. The approval’s time runs on; you can decide without the answer.`}
        autosize
        minRows={2}
        maxLength={QUESTION_MAX}
        autoFocus
        value={draft.text}
        onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
      />
      <Group>
        <Button
          disabled={text === ''}
          loading={ask.isPending}
          onClick={() => ask.mutate({ text, idempotency_key: draft.id })}
        >
          Send the question
        </Button>
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
      </Group>
      {ask.error && <Failed error={ask.error} />}
    </Stack>
  );
}
