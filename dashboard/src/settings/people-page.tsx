import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasswordLinkAnswer, StaffListed } from '../../../src/api/answers/staff.ts';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { useChosenProperty } from '../shell/properties.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { LinkShown } from './link-shown.tsx';
import { PersonCard } from './person-card.tsx';
import { NewPersonForm } from './person-form.tsx';
import { SettingsPage } from './settings-page.tsx';

/** Who works here: what they may do where, whether they can sign in, and what an administrator does about it. */
export function PeoplePage() {
  const [isAdding, { open, close }] = useDisclosure(false);
  const [link, setLink] = useState<PasswordLinkAnswer | null>(null);
  const shown = (made: PasswordLinkAnswer): void => {
    close();
    setLink(made);
  };
  return (
    <SettingsPage part="people" title="People" aside={<Button onClick={open}>Add a person</Button>}>
      <Modal
        opened={isAdding}
        onClose={close}
        title="Add a person"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <NewPersonForm onAdded={shown} />
      </Modal>
      <LinkShown link={link} onClose={() => setLink(null)} />
      <People onLink={shown} />
    </SettingsPage>
  );
}

function People({ onLink }: { onLink: (link: PasswordLinkAnswer) => void }) {
  const { propertyId } = useChosenProperty();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['staff', 'list'],
    queryFn: ({ signal }) => read<StaffListed[]>('/staff', signal),
  });
  if (isPending) return <Loading what="the people" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const here = data.filter(
    ({ propertyIds }) =>
      propertyId === null || propertyIds === 'all' || propertyIds.includes(propertyId),
  );
  return (
    <Stack maw={860}>
      <Text size="sm" role="status">
        {plural(here.length, { one: 'person', many: 'people' })}
      </Text>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {here.map((person) => (
          <li key={person.staffId}>
            <PersonCard person={person} onLink={onLink} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
