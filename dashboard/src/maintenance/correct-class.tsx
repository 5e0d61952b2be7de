import { Button, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { useDraft } from '../shell/draft.ts';
import { Failed } from '../shell/states.tsx';
import { useChange } from './use-change.ts';
import { CLASSES } from './words.ts';

const REASON_MAX = 1000;

/** Sets another class, with the reason that stands in the story beside the name of whoever did. */
export function CorrectClass({ request }: { request: RequestAnswer }) {
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <Form request={request} onClose={() => setOpen(false)} />
  ) : (
    <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>
      Correct the class
    </Button>
  );
}

function Form({ request, onClose }: { request: RequestAnswer; onClose: () => void }) {
  const others = Object.entries(CLASSES).filter(([value]) => value !== request.class);
  const [chosen, setChosen] = useState('');
  const reason = useDraft(`class-reason.${request.requestId}`);
  const correct = useChange<{ class: string; reason: string }>(request, {
    path: 'class',
    onDone: () => {
      reason.clear();
      onClose();
    },
  });
  const isLowered = chosen > request.class;
  return (
    <Stack gap="xs">
      <NativeSelect
        label={`Class instead of ${request.class}`}
        value={chosen}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        data={[
          { value: '', label: 'Choose …' },
          ...others.map(([value, label]) => ({ value, label })),
        ]}
      />
      <Textarea
        label="Reason"
        description="Stands in the story with your name"
        autosize
        minRows={2}
        maxLength={REASON_MAX}
        value={reason.text}
        onChange={({ currentTarget }) => reason.setText(currentTarget.value)}
      />
      {isLowered && (
        <Text size="sm">
          Lowering gives the resident a longer wait, counted from when they reported it.
        </Text>
      )}
      <Button
        style={{ alignSelf: 'flex-start' }}
        disabled={chosen === '' || reason.text.trim().length < 3}
        loading={correct.isPending}
        onClick={() => correct.mutate({ class: chosen, reason: reason.text })}
      >
        Set the class
      </Button>
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={onClose}>
        Leave it
      </Button>
      {correct.error && <Failed error={correct.error} />}
    </Stack>
  );
}
