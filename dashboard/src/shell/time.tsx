import { Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useZone } from './properties.tsx';

const listeners = new Set<() => void>();
let now = Date.now();
setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, 15_000);

/** The present, told again every 15 seconds to whoever shows an age. */
export function useNow(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}

/** An instant as the property's clock shows it, its zone named, with its age; the viewer's own zone plays no part. */
export function Time({ at, propertyId }: { at: string; propertyId: string | null }) {
  const zone = useZone(propertyId);
  const age = ageOf(Date.parse(at) - useNow());
  return (
    <Text component="time" dateTime={at} size="sm" c="dimmed" title={inFull(at, zone)}>
      {clockOf(at, zone)} · {age}
    </Text>
  );
}

function clockOf(at: string, zone: string): string {
  const day = (instant: Date): string => instant.toLocaleDateString('en-CA', { timeZone: zone });
  const isToday = day(new Date(at)) === day(new Date());
  return new Intl.DateTimeFormat('en', {
    timeZone: zone,
    timeZoneName: 'short',
    hour: 'numeric',
    minute: '2-digit',
    ...(isToday ? {} : { month: 'short', day: 'numeric' }),
  }).format(new Date(at));
}

function inFull(at: string, zone: string): string {
  const full = { dateStyle: 'full', timeStyle: 'long', timeZone: zone } as const;
  return `${new Intl.DateTimeFormat('en', full).format(new Date(at))} (${zone})`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const STEPS: [ms: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** `5 min. ago`, `in 2 hr.`; below a minute `now`. */
function ageOf(differenceMs: number): string {
  const step = STEPS.find(([ms]) => Math.abs(differenceMs) >= ms);
  return step ? relative.format(Math.round(differenceMs / step[0]), step[1]) : 'now';
}
