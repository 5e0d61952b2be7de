import { Badge, Group, Paper, Text } from '@mantine/core';
import type { PasswordLinkAnswer, StaffListed } from '../../../src/api/answers/staff.ts';
import { plural } from '../shell/plural.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';
import { PersonActions } from './person-actions.tsx';
import { ROLES } from './words.ts';

interface PersonCardProps {
  person: StaffListed;
  onLink: (link: PasswordLinkAnswer) => void;
}

/** Somebody of the staff: role, places, duties, and how their sign-in stands. */
export function PersonCard({ person, onLink }: PersonCardProps) {
  const propertyName = usePropertyName();
  const { name, email, role, propertyIds, onCallAt, isMe } = person;
  const names = (ids: string[]): string => ids.map((id) => propertyName(id)).join(', ');
  return (
    <Paper withBorder p="sm" component="section" aria-label={name}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>
          {name}
          {isMe ? ' (you)' : ''}
        </Text>
        <Badges person={person} />
      </Group>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {email}
      </Text>
      <Text size="sm">
        {ROLES[role]} at {propertyIds === 'all' ? 'all properties' : names(propertyIds)}
      </Text>
      {onCallAt.length > 0 && <Text size="sm">On call at {names(onCallAt)}</Text>}
      <Standing person={person} />
      {person.isMine ? (
        <PersonActions person={person} onLink={onLink} />
      ) : (
        <Text size="sm" c="dimmed">
          Works beyond your properties: another administrator changes this.
        </Text>
      )}
    </Paper>
  );
}

function Badges({ person }: { person: StaffListed }) {
  const { deactivatedAt, lockedUntil, hasPassword } = person;
  const words = [
    deactivatedAt !== null && 'deactivated',
    lockedUntil !== null && 'locked',
    deactivatedAt === null && !hasPassword && 'no password yet',
  ].filter((word) => word !== false);
  return (
    <Group gap="xs">
      {words.map((word) => (
        <Badge key={word} variant="outline" color="orange" tt="none">
          {word}
        </Badge>
      ))}
    </Group>
  );
}

function Standing({ person }: { person: StaffListed }) {
  const { lastSignedInAt, sessions, deactivatedAt, lockedUntil, linkExpiresAt } = person;
  return (
    <Text size="sm" component="div">
      {deactivatedAt !== null ? (
        <>
          Deactivated <Time at={deactivatedAt} propertyId={null} />
        </>
      ) : lastSignedInAt === null ? (
        'Has not signed in yet'
      ) : (
        <>
          Signed in last <Time at={lastSignedInAt} propertyId={null} />
        </>
      )}
      {sessions > 0 && ` · ${plural(sessions, { one: 'open session' })}`}
      {lockedUntil !== null && (
        <div>
          Locked after wrong passwords until <Time at={lockedUntil} propertyId={null} />
        </div>
      )}
      {linkExpiresAt !== null && (
        <div>
          A link for a new password opens until <Time at={linkExpiresAt} propertyId={null} />
        </div>
      )}
    </Text>
  );
}
