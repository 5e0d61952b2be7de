import { Group, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { LENGTHS, lengthOf, STEPS, type Period } from './period.ts';

interface PeriodPickerOptions {
  address: URLSearchParams;
  period: Period;
  /** What the API said of a field. */
  faultOf: (field: keyof Period) => string | null;
  onChange: (values: Record<string, string | null>) => void;
}

/** The last 7, 30 or 90 days or one's own, and by what the plots count. */
export function PeriodPicker({ address, period, faultOf, onChange }: PeriodPickerOptions) {
  const length = lengthOf(address);
  const { from, to, by } = period;
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Period"
        value={length}
        onChange={(chosen) =>
          onChange(
            chosen === 'own'
              ? { days: null, from, to, by }
              : { days: chosen, from: null, to: null, by: null },
          )
        }
        data={[
          ...LENGTHS.map((days) => ({ value: days, label: `${days} days` })),
          { value: 'own', label: 'Own' },
        ]}
        w={{ base: '100%', xs: 'fit-content' }}
      />
      <Group align="flex-start">
        {length === 'own' && (
          <>
            <TextInput
              type="date"
              label="First day"
              value={from}
              error={faultOf('from')}
              onChange={({ currentTarget: { value } }) => value && onChange({ from: value })}
            />
            <TextInput
              type="date"
              label="Last day"
              value={to}
              error={faultOf('to')}
              onChange={({ currentTarget: { value } }) => value && onChange({ to: value })}
            />
          </>
        )}
        <NativeSelect
          label="Count by"
          value={by}
          onChange={({ currentTarget: { value } }) => onChange({ by: value })}
          data={Object.entries(STEPS).map(([value, label]) => ({ value, label }))}
        />
      </Group>
    </Stack>
  );
}
