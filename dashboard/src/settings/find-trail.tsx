import { Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { trailPath } from './trail-path.ts';

/** Leads to the record of what somebody names: a reference, or the link of a request or a conversation. */
export function FindTrail() {
  const [text, setText] = useState('');
  const [isUnclear, setUnclear] = useState(false);
  const navigate = useNavigate();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const path = trailPath(text);
    setUnclear(path === null);
    if (path !== null) void navigate(path);
  };
  return (
    <form onSubmit={submit} role="search" aria-label="Find a record">
      <Group align="flex-start">
        <TextInput
          label="Record of"
          description="A reference such as MR-0123456789, or the link of a conversation"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          error={
            isUnclear ? 'Neither a reference nor a link: copy it from the page’s address.' : null
          }
          w={{ base: '100%', sm: 420 }}
        />
        <Button type="submit" mt={{ base: 0, sm: 45 }}>
          Find
        </Button>
      </Group>
    </form>
  );
}
