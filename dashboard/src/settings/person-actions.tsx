import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasswordLinkAnswer, StaffListed } from '../../../src/api/answers/staff.ts';
import { write } from '../shell/client.ts';
import { Failed } from '../shell/states.tsx';
import { ChangePersonForm } from './person-form.tsx';

interface PersonActionsProps {
  person: StaffListed;
  onLink: (link: PasswordLinkAnswer) => void;
}

type Deed = keyof typeof DEEDS;

/** What each deed asks before it is done, and what it is called. */
const DEEDS = {
  'password-link': {
    label: 'New password link',
    title: 'Make a link for a new password?',
    says: 'The present password stops working and every session ends. You hand the link over.',
    yes: 'Make the link',
  },
  'end-sessions': {
    label: 'End sessions',
    title: 'End every session?',
    says: 'They are asked to sign in again everywhere. What they typed stays in their browser.',
    yes: 'End the sessions',
  },
  unlock: {
    label: 'Unlock',
    title: 'Unlock this sign-in?',
    says: 'They can try their password again at once.',
    yes: 'Unlock it',
  },
  deactivate: {
    label: 'Deactivate',
    title: 'Deactivate this person?',
    says: 'Their sessions end at once and they cannot sign in. The record keeps their name.',
    yes: 'Deactivate',
  },
  reactivate: {
    label: 'Let in again',
    title: 'Let this person in again?',
    says: 'They get back the role and properties they had, by a link for a new password.',
    yes: 'Make the link',
  },
} as const;

/** What an administrator does about a person; each deed asks first. */
export function PersonActions({ person, onLink }: PersonActionsProps) {
  const [asked, setAsked] = useState<Deed | 'change' | null>(null);
  const close = (): void => setAsked(null);
  return (
    <>
      <Group gap="xs" mt="xs">
        {!person.isMe && person.deactivatedAt === null && (
          <Button size="xs" variant="default" onClick={() => setAsked('change')}>
            Change …
          </Button>
        )}
        {deedsFor(person).map((deed) => (
          <Button key={deed} size="xs" variant="default" onClick={() => setAsked(deed)}>
            {DEEDS[deed].label} …
          </Button>
        ))}
      </Group>
      <Modal
        opened={asked !== null}
        onClose={close}
        title={asked === null || asked === 'change' ? `Change ${person.name}` : DEEDS[asked].title}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {asked === 'change' && <ChangePersonForm person={person} onDone={close} />}
        {asked !== null && asked !== 'change' && (
          <Ask deed={asked} person={person} onDone={close} onLink={onLink} />
        )}
      </Modal>
    </>
  );
}

function deedsFor({ isMe, deactivatedAt, lockedUntil, sessions }: StaffListed): Deed[] {
  if (deactivatedAt !== null) return ['reactivate'];
  return [
    ...(lockedUntil === null ? [] : ['unlock' as const]),
    ...(sessions === 0 ? [] : ['end-sessions' as const]),
    ...(isMe ? [] : ['password-link' as const, 'deactivate' as const]),
  ];
}

function Ask({
  deed,
  person: { staffId, name, isMe },
  onDone,
  onLink,
}: PersonActionsProps & { deed: Deed; onDone: () => void }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => write<Partial<PasswordLinkAnswer>>(`/staff/${staffId}/${deed}`, { body: {} }),
    onSuccess({ path, ...answer }) {
      onDone();
      if (path !== undefined && answer.expires_at !== undefined) {
        onLink({ staff_id: staffId, path, expires_at: answer.expires_at });
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  const { says, yes } = DEEDS[deed];
  return (
    <Stack>
      <Text fw={600}>{name}</Text>
      <Text>{says}</Text>
      {isMe && deed === 'end-sessions' && <Text>This ends your own session here, too.</Text>}
      {act.error && <Failed error={act.error} />}
      <Group>
        <Button
          loading={act.isPending}
          onClick={() => act.mutate()}
          {...(deed === 'deactivate' ? { color: 'red' } : {})}
        >
          {yes}
        </Button>
        <Button variant="default" onClick={onDone} data-autofocus>
          Leave it as it is
        </Button>
      </Group>
    </Stack>
  );
}
