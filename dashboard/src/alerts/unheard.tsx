import { Alert, Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import { useSession } from '../shell/session.tsx';

/** Says loudly that an alert rings for nobody, and where that is mended. */
export function Unheard({ alert: { isUnheard } }: { alert: AlertAnswer }) {
  const { may } = useSession();
  if (!isUnheard) return null;
  return (
    <Alert color="red" variant="outline" title="Nobody to ring">
      Nobody is on call and nobody manages here: this stands on the desk and wakes no one.{' '}
      {may('staff.manage') && (
        <Anchor component={Link} to="/settings/people" underline="always">
          Say who is on call
        </Anchor>
      )}
    </Alert>
  );
}
