import { Box, Button, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { FILTERS, type FilterName } from './words.ts';

const NAMES = Object.keys(FILTERS).filter(isFilter);

/** What a queue is narrowed down to, from the address: the page can be passed on. */
export function useFilters(): Partial<Record<FilterName, string>> {
  const [address] = useSearchParams();
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = address.get(name);
      return value !== null && value in FILTERS[name].choices ? [[name, value]] : [];
    }),
  );
}

/** Narrows a queue down by how, in which language, why and for how long. */
export function Filters() {
  const [address, setAddress] = useSearchParams();
  const chosen = useFilters();
  const count = Object.keys(chosen).length;
  const [isOpen] = useState(count > 0); // at first; then as the person has it
  const choose = (name: FilterName, value: string): void => {
    const next = new URLSearchParams(address);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setAddress(next, { replace: true });
  };
  const clear = (): void => {
    const next = new URLSearchParams(address);
    for (const name of NAMES) next.delete(name);
    setAddress(next, { replace: true });
  };
  return (
    <Box component="details" open={isOpen}>
      <Text component="summary" size="sm">
        Filters{count > 0 ? ` (${count})` : ''}
      </Text>
      <Stack gap="xs" mt="xs" align="stretch">
        {NAMES.map((name) => (
          <NativeSelect
            key={name}
            size="sm"
            label={FILTERS[name].label}
            value={chosen[name] ?? ''}
            onChange={({ currentTarget }) => choose(name, currentTarget.value)}
            data={[
              { value: '', label: 'Any' },
              ...Object.entries(FILTERS[name].choices).map(([value, label]) => ({ value, label })),
            ]}
          />
        ))}
        {count > 0 && (
          <Button variant="default" size="xs" onClick={clear}>
            Clear the filters
          </Button>
        )}
      </Stack>
    </Box>
  );
}

function isFilter(word: string): word is FilterName {
  return word in FILTERS;
}
