import {
  AppShell,
  Badge,
  Burger,
  Button,
  Group,
  Menu,
  NavLink,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation } from 'react-router';
import { Notifier } from '../alerts/notifier.tsx';
import { useCounts } from './counts.ts';
import { EmptyHouseNote } from './empty-house.tsx';
import { useIsLive } from './live.tsx';
import { OwnPassword } from './own-password.tsx';
import { labelOf, pages, type DeskPage } from './pages.ts';
import { PropertyFilter } from './properties.tsx';
import { useSession } from './session.tsx';

/** What stands around every page: who is here, where they can go, and whether news arrive. */
export function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#content">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? 'Close the navigation' : 'Open the navigation'}
              aria-expanded={isOpen}
            />
            <Text fw={700} visibleFrom="sm">
              Night Porter
            </Text>
            <PropertyFilter />
          </Group>
          <Person />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages">
        <Navigation onChosen={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ConnectionNote />
        <Notifier />
        <EmptyHouseNote />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ onChosen }: { onChosen: () => void }) {
  const { may } = useSession();
  const counts = useCounts();
  const { pathname } = useLocation();
  return pages
    .filter(({ action }) => may(action))
    .map(({ place, badge }: DeskPage) => {
      const waiting = badge?.(counts) ?? 0;
      const isHere = pathname === `/${place}` || pathname.startsWith(`/${place}/`);
      return (
        <NavLink
          key={place}
          component={Link}
          to={`/${place}`}
          label={labelOf(place)}
          active={isHere}
          aria-current={isHere ? 'page' : undefined}
          onClick={onChosen}
          rightSection={
            waiting > 0 && (
              <Badge size="sm" variant="filled" aria-label={`${waiting} waiting`}>
                {waiting}
              </Badge>
            )
          }
        />
      );
    });
}

function Person() {
  const { me, signOut } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" size="sm">
            {me.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Look</Menu.Label>
          {(['auto', 'light', 'dark'] as const).map((scheme) => (
            <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)}>
              {LOOKS[scheme]}
              {scheme === colorScheme ? ' (chosen)' : ''}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={open}>Change your password …</Menu.Item>
          <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <OwnPassword isOpen={isOpen} onClose={close} />
    </>
  );
}

const LOOKS = { auto: 'As the system', light: 'Light', dark: 'Dark' };

function ConnectionNote() {
  if (useIsLive()) return null;
  return (
    <Text role="status" size="sm" fw={600} mb="sm">
      The connection is cut: what you see may be old. Trying again …
    </Text>
  );
}
