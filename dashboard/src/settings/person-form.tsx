import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { PasswordLinkAnswer, StaffListed } from '../../../src/api/answers/staff.ts';
import { write } from '../shell/client.ts';
import { Failed } from '../shell/states.tsx';
import { PositionFields, type Position } from './position-fields.tsx';

const NOTHING: Position = { role: 'agent', property_ids: [], on_call_at: [] };

const isComplete = ({ property_ids: at }: Position): boolean => at === 'all' || at.length > 0;

/** Somebody new; they set their password by the link that comes of it. */
export function NewPersonForm({ onAdded }: { onAdded: (link: PasswordLinkAnswer) => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [position, setPosition] = useState(NOTHING);
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => write<PasswordLinkAnswer>('/staff', { body: { name, email, ...position } }),
    onSuccess: onAdded,
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <PositionFields position={position} onChange={setPosition} />
        {add.error && <Failed error={add.error} />}
        <Button type="submit" disabled={!isComplete(position)} loading={add.isPending}>
          Add this person
        </Button>
      </Stack>
    </form>
  );
}

/** What somebody may do from their next click on. */
export function ChangePersonForm({ person, onDone }: { person: StaffListed; onDone: () => void }) {
  const { staffId, role, propertyIds, onCallAt } = person;
  const [position, setPosition] = useState<Position>({
    role,
    property_ids: propertyIds,
    on_call_at: onCallAt,
  });
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => write(`/staff/${staffId}`, { method: 'PUT', body: position }),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  });
  return (
    <Stack>
      <PositionFields position={position} onChange={setPosition} />
      {change.error && <Failed error={change.error} />}
      <Group>
        <Button
          disabled={!isComplete(position)}
          loading={change.isPending}
          onClick={() => change.mutate()}
        >
          Save
        </Button>
        <Button variant="default" onClick={onDone}>
          Leave it as it is
        </Button>
      </Group>
    </Stack>
  );
}
