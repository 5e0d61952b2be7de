import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, use, useState, type ReactNode } from 'react';
import type { PropertyAnswer } from '../../../src/api/answers/property.ts';
import { read } from './client.ts';

interface Choice {
  /** The property that the person looks at; null: all of theirs. */
  propertyId: string | null;
  choose: (propertyId: string | null) => void;
}

const ChoiceContext = createContext<Choice>({ propertyId: null, choose: () => undefined });
const KEPT_AS = 'nightporter.property';

const LIST = {
  queryKey: ['property', 'list'],
  queryFn: () => read<PropertyAnswer[]>('/properties'),
};

/** The properties that this person sees. */
export const useProperties = (): PropertyAnswer[] => useQuery(LIST).data ?? [];

/** Whether there is nothing in this house yet; false while nobody knows. */
export const useIsEmptyHouse = (): boolean => useQuery(LIST).data?.length === 0;

/** A property's time zone; the only one's where none is named, else UTC. */
export function useZone(propertyId: string | null): string {
  const properties = useProperties();
  const named = properties.find((property) => property.propertyId === propertyId);
  const only = properties.length === 1 ? properties[0] : undefined;
  return (named ?? only)?.zone ?? 'UTC';
}

/** A property's name; its id while names are being read. */
export function usePropertyName(): (propertyId: string | null) => string {
  const properties = useProperties();
  return (propertyId) =>
    properties.find((property) => property.propertyId === propertyId)?.name ??
    propertyId ??
    'No property yet';
}

/** Which property the pages are limited to. */
export function useChosenProperty(): Choice {
  return use(ChoiceContext);
}

/** Remembers the chosen property in this tab. */
export function PropertyChoice({ children }: { children: ReactNode }) {
  const [propertyId, setPropertyId] = useState(() => sessionStorage.getItem(KEPT_AS));
  const choose = (chosen: string | null): void => {
    setPropertyId(chosen);
    if (chosen === null) sessionStorage.removeItem(KEPT_AS);
    else sessionStorage.setItem(KEPT_AS, chosen);
  };
  return <ChoiceContext value={{ propertyId, choose }}>{children}</ChoiceContext>;
}

/** The filter in the header; nothing where there is only one property to see. */
export function PropertyFilter() {
  const properties = useProperties();
  const { propertyId, choose } = useChosenProperty();
  if (properties.length < 2) return null;
  return (
    <NativeSelect
      aria-label="Property"
      size="sm"
      value={propertyId ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value === '' ? null : value)}
      data={[
        { value: '', label: 'All properties' },
        ...properties.map(({ propertyId: id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
