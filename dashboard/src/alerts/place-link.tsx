import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import { useSession } from '../shell/session.tsx';
import { placeOf } from './words.ts';

/** Leads to what an alert is about; nothing where the person may not see it, or there is no page for it. */
export function PlaceLink({ alert }: { alert: AlertAnswer }) {
  const { may } = useSession();
  const place = placeOf(alert);
  if (!place || !may(place.action)) return null;
  return (
    <Anchor component={Link} to={place.to} underline="always" py="xs">
      {place.label}
    </Anchor>
  );
}
