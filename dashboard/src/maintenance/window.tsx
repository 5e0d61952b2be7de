import { Text } from '@mantine/core';
import { useZone } from '../shell/properties.tsx';

/** When somebody comes, as the property's clocks show it, the zone named once. */
export function Window({
  fromAt,
  toAt,
  propertyId,
}: {
  fromAt: string;
  toAt: string;
  propertyId: string;
}) {
  const zone = useZone(propertyId);
  return (
    <Text size="sm" component="div">
      {spanOf({ fromAt, toAt, zone })}
    </Text>
  );
}

/** `Tue, Dec 1, 9:00 – 11:00 AM EST`, with the year where it is another one. */
export function spanOf({ fromAt, toAt, zone }: { fromAt: string; toAt: string; zone: string }) {
  const isThisYear = fromAt.slice(0, 4) === new Date().toISOString().slice(0, 4);
  return new Intl.DateTimeFormat('en', {
    ...(isThisYear ? {} : { year: 'numeric' }),
    timeZone: zone,
    timeZoneName: 'short',
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).formatRange(new Date(fromAt), new Date(toAt));
}
