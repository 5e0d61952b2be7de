import { Box, Text } from '@mantine/core';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import { Time } from '../shell/time.tsx';

const names = new Intl.ListFormat('en');

/** Whom an alert has rung, when, and who is next. */
export function Escalation({ alert }: { alert: AlertAnswer }) {
  const { escalation, next, propertyId } = alert;
  return (
    <Box component="section" aria-label="Escalation so far">
      {escalation.length === 0 && <Text size="sm">Nobody has been rung yet.</Text>}
      <Box component="ol" m={0} pl="lg">
        {escalation.map(({ attempt, rangAt, contacts }) => (
          <li key={attempt}>
            <Text size="sm" component="div">
              rang {listOf(contacts)} <Time at={rangAt} propertyId={propertyId} />
            </Text>
          </li>
        ))}
      </Box>
      {next && (
        <Text size="sm" component="div">
          next: {listOf(next.contacts)} <Time at={next.at} propertyId={propertyId} />
        </Text>
      )}
    </Box>
  );
}

function listOf(contacts: { name: string }[]): string {
  return contacts.length === 0
    ? 'nobody in particular'
    : names.format(contacts.map(({ name }) => name));
}
