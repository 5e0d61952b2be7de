import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from './page.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <Text>
        The address may be old. <Home />
      </Text>
    </Page>
  );
}

/** An address that leads to something which this person may not see. */
export function NoRightPage() {
  return (
    <Page title="You have no right to this page">
      <Text>
        Somebody who administers Night Porter can give it to you. <Home />
      </Text>
    </Page>
  );
}

function Home() {
  return (
    <Anchor component={Link} to="/" underline="always">
      Go to the first page
    </Anchor>
  );
}
