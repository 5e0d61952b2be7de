import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { AuditPageAnswer } from '../../../src/api/answers/audit.ts';
import { read } from '../shell/client.ts';
import { useZone } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { usePropertyOfPage } from './choose-property.tsx';
import { Entry } from './entry.tsx';
import { FindTrail } from './find-trail.tsx';
import { Proof } from './proof.tsx';
import { SettingsPage } from './settings-page.tsx';

const HOUSE = 'house';
const SUBJECTS = {
  '': 'Everything',
  request: 'Maintenance requests',
  approval: 'Approvals',
  'work-order': 'Work orders',
  message: 'Messages received',
  send: 'Messages sent',
  turn: 'Turns of the assistant',
  takeover: 'Takeovers',
  'hand-off': 'Hand-offs',
  alert: 'Alerts',
  danger: 'Dangers',
  document: 'Documents',
  resident: 'Reads of residents’ records',
  call: 'Calls outside',
  rollout: 'Rollout',
  audit: 'Copies taken',
  staff: 'People and rights',
  'sign-in': 'Locked sign-ins',
  payload: 'Payloads made readable',
  import: 'Imports',
};

/** The record: one request or conversation by its name, or a property's entries by period and matter. */
export function AuditPage() {
  const { me } = useSession();
  const house = { value: HOUSE, label: 'The house (no property)' };
  const { value, select } = usePropertyOfPage(me.propertyIds === 'all' ? [house] : []);
  const [address, setAddress] = useSearchParams();
  const choose = (name: string, chosen: string): void => {
    const next = new URLSearchParams(address);
    if (chosen === '') next.delete(name);
    else next.set(name, chosen);
    next.delete('before');
    setAddress(next, { replace: true });
  };
  return (
    <SettingsPage part="audit" title="Audit record">
      <Stack maw={860}>
        <FindTrail />
        <Group align="flex-end" component="section" aria-label="What is listed">
          {select}
          <NativeSelect
            label="About"
            value={address.get('subject') ?? ''}
            onChange={({ currentTarget }) => choose('subject', currentTarget.value)}
            data={Object.entries(SUBJECTS).map(([subject, label]) => ({ value: subject, label }))}
          />
          <Day label="From" name="from" address={address} choose={choose} />
          <Day label="To" name="to" address={address} choose={choose} />
        </Group>
        {value === null ? (
          <Empty title="No property yet" hint="Its entries are listed here, once there is one." />
        ) : (
          <Listed property={value} />
        )}
      </Stack>
    </SettingsPage>
  );
}

function Day({
  label,
  name,
  address,
  choose,
}: {
  label: string;
  name: string;
  address: URLSearchParams;
  choose: (name: string, chosen: string) => void;
}) {
  return (
    <TextInput
      type="date"
      label={label}
      value={address.get(name) ?? ''}
      onChange={({ currentTarget }) => choose(name, currentTarget.value)}
    />
  );
}

function Listed({ property }: { property: string }) {
  const propertyId = property === HOUSE ? null : property;
  const zone = useZone(propertyId);
  const [address, setAddress] = useSearchParams();
  const query = new URLSearchParams(address);
  query.set('property', property);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['audit', 'list', query.toString()],
    queryFn: ({ signal }) => read<AuditPageAnswer>(`/audit/entries?${query}`, signal),
  });
  const turn = (before: number | null): void => {
    const next = new URLSearchParams(address);
    if (before === null) next.delete('before');
    else next.set('before', String(before));
    setAddress(next);
  };
  if (isPending) return <Loading what="and verifying the record" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const { entries, proof, next } = data;
  return (
    <>
      <Proof proof={proof} propertyId={propertyId} />
      <Group justify="space-between">
        <Text size="sm" role="status">
          {entries.length === 0 ? 'Nothing' : 'Newest first'}; days in {zone}
        </Text>
        <Button size="xs" variant="default" onClick={() => void refetch()}>
          Read again
        </Button>
      </Group>
      {entries.length === 0 && (
        <Empty title="No entry" hint="Choose a longer period, or another matter." />
      )}
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {entries.map((entry) => (
          <li key={entry.position}>
            <Entry entry={entry} propertyId={propertyId} />
          </li>
        ))}
      </Stack>
      <Group>
        {address.has('before') && (
          <Button variant="default" onClick={() => turn(null)}>
            Back to the newest
          </Button>
        )}
        {next !== null && (
          <Button variant="default" onClick={() => turn(next)}>
            Older entries
          </Button>
        )}
      </Group>
    </>
  );
}
