import { Alert, Anchor } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { useIsEmptyHouse } from './properties.tsx';
import { useSession } from './session.tsx';

/** In a house without a property every page is empty for one reason, and this is the way out of it. */
export function EmptyHouseNote() {
  const isEmptyHouse = useIsEmptyHouse();
  const { may } = useSession();
  const { pathname } = useLocation();
  const isThere = pathname.startsWith('/imports');
  if (!isEmptyHouse || !may('import.run') || isThere) return null;
  return (
    <Alert variant="outline" mb="md" role="status">
      There is no property in this house yet.{' '}
      <Anchor component={Link} to="/imports" underline="always">
        Bring in your building
      </Anchor>
    </Alert>
  );
}
