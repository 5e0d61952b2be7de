import { Box, Text } from '@mantine/core';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import { Time } from '../shell/time.tsx';

const names = new Intl.ListFormat('en');

/** Whom an alert has rung, when, and who is next. */
export function Escalation({ alert }: { alert: AlertAnswer }) {
  const { escalation, next, propertyId, rungs, state } = alert;
  return (
    <Box component="section" aria-label="Escalation so far">
      {state === 'ringing' && <Text size="sm">Rings {ladderOf(rungs)}.</Text>}
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

/** The whole ladder in one line: `Theo, then the same again, then Theo and Mara every 5 minutes`. */
function ladderOf(rungs: AlertAnswer['rungs']): string {
  const last = rungs.length - 1;
  const parts = rungs.map(({ contacts, waitMinutes }, index) => {
    const isSame = index > 0 && listOf(contacts) === listOf(rungs[index - 1]?.contacts ?? []);
    const whom = isSame ? 'the same again' : listOf(contacts);
    return index === last ? `${whom} every ${minutes(waitMinutes)}` : whom;
  });
  return parts.join(', then ') || 'nobody';
}

const minutes = (count: number): string => (count === 1 ? 'minute' : `${count} minutes`);

function listOf(contacts: { name: string }[]): string {
  return contacts.length === 0 ? 'nobody' : names.format(contacts.map(({ name }) => name));
}
