import {
  Alert,
  Button,
  Center,
  Modal,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Refused, write } from './client.ts';

/** The door. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <title>Sign in · Night Porter</title>
      <Paper withBorder p="xl" w="100%" maw={400}>
        <Title order={1} size="h2" mb="md">
          Night Porter
        </Title>
        <SignInForm onSignedIn={onSignedIn} />
      </Paper>
    </Center>
  );
}

/** The door over a page whose session has ended: what was typed below stays as it is. */
export function SignInAgain({
  name,
  onSignedIn,
}: {
  name: string;
  onSignedIn: () => Promise<void>;
}) {
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title="Sign in again">
      <Text mb="md">Your session has ended, {name}. What you typed is kept.</Text>
      <SignInForm onSignedIn={onSignedIn} />
    </Modal>
  );
}

function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      const body = { email: form.get('email'), password: form.get('password') };
      await write('/api/auth/sign-in/email', { body });
      await onSignedIn();
    } catch (error) {
      setProblem(sentenceFor(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {problem !== null && (
          <Alert color="red" role="alert" variant="outline">
            {problem}
          </Alert>
        )}
        <TextInput
          name="email"
          withAsterisk={false}
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          data-autofocus
        />
        <PasswordInput
          name="password"
          withAsterisk={false}
          label="Password"
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        <Button type="submit" loading={isBusy}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

function sentenceFor(error: unknown): string {
  if (!(error instanceof Refused)) return 'Something broke on this page. Load it again.';
  if (error.status === 401) return 'This e-mail and password do not belong together.';
  if (error.status === 429) return error.message;
  return [error.message, error.remedy].filter((text) => text !== null).join(' ');
}
