import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import type { Role } from '../../../src/api/rights.ts';
import { useProperties } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { ROLES } from './words.ts';

/** What somebody is to be. */
export interface Position {
  role: Role;
  property_ids: string[] | 'all';
  on_call_at: string[];
}

interface PositionFieldsProps {
  position: Position;
  onChange: (position: Position) => void;
}

/** Role, properties and on-call duties; nobody gives more than they have. */
export function PositionFields({ position, onChange }: PositionFieldsProps) {
  const { me } = useSession();
  const properties = useProperties();
  const { role, property_ids: at, on_call_at: onCallAt } = position;
  const isEverywhere = at === 'all';
  const works = (id: string): boolean => isEverywhere || at.includes(id);
  const choices = properties.map(({ propertyId, name }) => ({ value: propertyId, label: name }));
  const setPlaces = (places: string[] | 'all'): void =>
    onChange({
      role,
      property_ids: places,
      on_call_at: places === 'all' ? onCallAt : onCallAt.filter((id) => places.includes(id)),
    });
  return (
    <Stack gap="sm">
      <NativeSelect
        label="Role"
        value={role}
        onChange={({ currentTarget }) => {
          const chosen = Object.keys(ROLES).find((name) => name === currentTarget.value);
          if (isRole(chosen)) onChange({ ...position, role: chosen });
        }}
        data={Object.entries(ROLES).map(([value, label]) => ({ value, label }))}
      />
      {me.propertyIds === 'all' && (
        <Checkbox
          label="All properties, also those to come"
          checked={isEverywhere}
          onChange={({ currentTarget }) => setPlaces(currentTarget.checked ? 'all' : [])}
        />
      )}
      {!isEverywhere && (
        <Checks legend="Works at" choices={choices} value={at} onChange={setPlaces} />
      )}
      <Checks
        legend="On call at"
        choices={choices.filter(({ value }) => works(value))}
        value={onCallAt}
        onChange={(chosen) => onChange({ ...position, on_call_at: chosen })}
      />
    </Stack>
  );
}

const isRole = (name: string | undefined): name is Role => name !== undefined && name in ROLES;

function Checks({
  legend,
  choices,
  value,
  onChange,
}: {
  legend: string;
  choices: { value: string; label: string }[];
  value: string[];
  onChange: (value: string[]) => void;
}) {
  if (choices.length === 0) return null;
  return (
    <Checkbox.Group label={legend} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
