import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useChosenProperty, useProperties } from '../shell/properties.tsx';

interface PropertyOfPage {
  /** What the page is about; null while the properties are being read, or where there is none. */
  value: string | null;
  select: ReactNode;
}

/** Which one property a page is about: kept in the address, first the one chosen for all pages. */
export function usePropertyOfPage(more: { value: string; label: string }[] = []): PropertyOfPage {
  const [address, setAddress] = useSearchParams();
  const { propertyId } = useChosenProperty();
  const properties = useProperties();
  const choices = [
    ...properties.map(({ propertyId: id, name }) => ({ value: id, label: name })),
    ...more,
  ];
  const wished = address.get('property') ?? propertyId;
  const value = (choices.find((choice) => choice.value === wished) ?? choices[0])?.value ?? null;
  const choose = (chosen: string): void => {
    const next = new URLSearchParams(address);
    next.set('property', chosen);
    next.delete('before');
    setAddress(next, { replace: true });
  };
  const select = (
    <NativeSelect
      label="Property"
      value={value ?? ''}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      data={choices}
    />
  );
  return { value, select };
}
