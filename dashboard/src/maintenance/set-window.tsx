import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { Refused } from '../shell/client.ts';
import { usePropertyName, useZone } from '../shell/properties.tsx';
import { Failed } from '../shell/states.tsx';
import { useChange } from './use-change.ts';
import { capital } from './words.ts';

/**
 * Sets when somebody comes. What is typed is what the property's clocks show, wherever the browser is: the API makes
 * instants of it.
 */
export function SetWindow({ request }: { request: RequestAnswer }) {
  const { propertyId } = request;
  const zone = useZone(propertyId);
  const propertyName = usePropertyName();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [isChanged, setChanged] = useState(false);
  const set = useChange<{ from: string; to: string }>(request, { path: 'window' });
  const issues = set.error instanceof Refused ? set.error.issues : [];
  // What is wrong stands beside its field until somebody puts it right.
  const wrong = (field: 'from' | 'to') =>
    !isChanged && capital(issues.find((issue) => issue.field === field)?.message ?? '');
  return (
    <Stack gap="xs">
      <Group align="flex-start">
        <TextInput
          type="datetime-local"
          label="Window from"
          value={from}
          error={wrong('from')}
          onChange={({ currentTarget: { value } }) => {
            setFrom(value);
            setChanged(true);
            if (to === '' || to <= value) setTo(twoHoursAfter(value));
          }}
        />
        <TextInput
          type="datetime-local"
          label="Window to"
          value={to}
          error={wrong('to')}
          onChange={({ currentTarget }) => {
            setTo(currentTarget.value);
            setChanged(true);
          }}
        />
        <Button
          mt={{ base: 0, sm: 25 }}
          disabled={from === '' || to === ''}
          loading={set.isPending}
          onClick={() => {
            setChanged(false);
            set.mutate({ from, to });
          }}
        >
          Set the window
        </Button>
      </Group>
      <small>
        Times of {propertyName(propertyId)} ({zone})
      </small>
      {set.error && issues.length === 0 && <Failed error={set.error} />}
    </Stack>
  );
}

// Reckoned as if in UTC, where every wall-clock time exists.
function twoHoursAfter(local: string): string {
  const at = Date.parse(`${local}Z`);
  return Number.isNaN(at) ? '' : new Date(at + 7_200_000).toISOString().slice(0, 16);
}
