import { NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentPlace } from '../../../src/api/answers/document.ts';
import type { PropertyAnswer } from '../../../src/api/answers/property.ts';
import { read } from '../shell/client.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';

const LOOK_AFTER_MS = 400;
const ONE_HOME = 'home:';

type OnChoose = (scope: string | null) => void;

/** Whom a document is for: the organisation, a property, one home of it. Answers a scope, or null while none is clear. */
export function ForWhom({ onChoose }: { onChoose: OnChoose }) {
  const { me } = useSession();
  const [value, setValue] = useState('');
  const { data: properties = [] } = useQuery({
    queryKey: ['property', 'list'],
    queryFn: () => read<PropertyAnswer[]>('/properties'),
  });
  const organisations = me.propertyIds === 'all' ? organisationsOf(properties) : [];
  const choose = (chosen: string): void => {
    setValue(chosen);
    onChoose(chosen === '' || chosen.startsWith(ONE_HOME) ? null : chosen);
  };
  return (
    <>
      <NativeSelect
        label="Who may be answered from it"
        value={value}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          { value: '', label: 'Choose …' },
          ...organisations.map((id) => ({
            value: `organisation:${id}`,
            label: 'Everybody, at all properties',
          })),
          ...properties.flatMap(({ propertyId, name }) => [
            { value: `property:${propertyId}`, label: `Everybody at ${name}` },
            { value: `${ONE_HOME}${propertyId}`, label: `One home at ${name}` },
          ]),
        ]}
      />
      {value.startsWith(ONE_HOME) && (
        <OneHome key={value} propertyId={value.slice(ONE_HOME.length)} onChoose={onChoose} />
      )}
    </>
  );
}

const organisationsOf = (properties: readonly PropertyAnswer[]): string[] => [
  ...new Set(properties.map(({ organisationId }) => organisationId)),
];

function OneHome({ propertyId, onChoose }: { propertyId: string; onChoose: OnChoose }) {
  const [typed, setTyped] = useState('');
  const [scope, setScope] = useState<string | null>(null);
  const choose: OnChoose = (chosen) => {
    setScope(chosen);
    onChoose(chosen);
  };
  const [unit] = useDebouncedValue(typed.trim(), LOOK_AFTER_MS);
  const { data: places, error } = useQuery({
    queryKey: ['property', 'places', propertyId, unit],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ property: propertyId, unit });
      return read<DocumentPlace[]>(`/documents/places?${query}`, signal);
    },
    enabled: unit !== '',
  });
  return (
    <Stack gap="sm">
      <TextInput
        label="Unit"
        placeholder="4B"
        maxLength={20}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          choose(null);
        }}
      />
      {error && <Failed error={error} />}
      {unit !== '' && places?.length === 0 && (
        <Text size="sm" role="status">
          Nobody lives in a unit “{unit}” here. Is the label right?
        </Text>
      )}
      {places && places.length > 0 && (
        <Radio.Group label="For how long" value={scope ?? ''} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {places.map((place) => (
              <Radio key={place.scope} value={place.scope} label={labelOf(place)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}

const labelOf = ({ kind, unitNumber }: DocumentPlace): string =>
  kind === 'unit'
    ? `Whoever lives in ${unitNumber}, now or later`
    : `Only the lease that runs now in ${unitNumber}`;
