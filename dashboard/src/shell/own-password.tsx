import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Refused, write } from './client.ts';
import { Failed } from './states.tsx';

const LENGTH_MIN = 12;
const LENGTH_MAX = 128;

/** Changes the password of whoever is signed in; what they have open elsewhere ends. */
export function OwnPassword({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [isDone, setDone] = useState(false);
  const close = (): void => {
    setDone(false);
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Change your password"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isDone ? (
        <Stack>
          <Text role="status">Your password is changed. You were signed out everywhere else.</Text>
          <Button onClick={close} data-autofocus>
            Close
          </Button>
        </Stack>
      ) : (
        <PasswordForm onDone={() => setDone(true)} onCancel={close} />
      )}
    </Modal>
  );
}

function PasswordForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (body: object) => write('/api/auth/change-password', { body }),
    onSuccess: onDone,
  });
  const isWrong =
    change.error instanceof Refused &&
    change.error.issues.some(({ field }) => field === 'currentPassword');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const newPassword = form.get('new');
    const isSame = newPassword === form.get('again');
    setProblem(isSame ? null : 'The two new passwords are not the same.');
    if (!isSame) return;
    change.mutate({
      currentPassword: form.get('current'),
      newPassword,
      revokeOtherSessions: true,
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Secret
          name="current"
          label="The password you have now"
          autoComplete="current-password"
          problem={isWrong ? 'This is not the password you have now.' : null}
        />
        <Secret
          name="new"
          label={`The new one, ${LENGTH_MIN} characters or more`}
          autoComplete="new-password"
        />
        <Secret
          name="again"
          label="The new one again"
          autoComplete="new-password"
          problem={problem}
        />
        {change.error && !isWrong && <Failed error={change.error} />}
        <Group>
          <Button type="submit" loading={change.isPending}>
            Change it
          </Button>
          <Button variant="default" onClick={onCancel}>
            Leave it as it is
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SecretProps {
  name: string;
  label: string;
  autoComplete: 'current-password' | 'new-password';
  problem?: string | null;
}

function Secret({ name, label, autoComplete, problem }: SecretProps) {
  return (
    <PasswordInput
      name={name}
      label={label}
      autoComplete={autoComplete}
      withAsterisk={false}
      required
      {...(autoComplete === 'new-password' && { minLength: LENGTH_MIN, maxLength: LENGTH_MAX })}
      {...(name === 'current' && { 'data-autofocus': true })}
      error={problem}
      visibilityToggleButtonProps={{ 'aria-label': `Show: ${label}`, tabIndex: 0 }}
    />
  );
}
