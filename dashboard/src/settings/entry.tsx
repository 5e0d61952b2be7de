import { Box, Paper, Text } from '@mantine/core';
import type { EntryAnswer, FactAnswer } from '../../../src/api/answers/audit.ts';
import { Time } from '../shell/time.tsx';

/** One entry of the record: who did what and when, by which versions, and on which facts. */
export function Entry({ entry, propertyId }: { entry: EntryAnswer; propertyId: string | null }) {
  const { at, who, what, versions, call, facts, position, chain, hash } = entry;
  return (
    <Paper withBorder p="sm">
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {what}
      </Text>
      <Text size="sm" component="div">
        {who} · <Time at={at} propertyId={propertyId} />
      </Text>
      {call && <Text size="sm">{callText(call)}</Text>}
      {versions.length > 0 && <Text size="sm">Decided by {pairs(versions)}</Text>}
      <Box component="details" mt={4}>
        <summary>
          <Text span size="sm">
            Facts of entry {position.toLocaleString('en')}
          </Text>
        </summary>
        {facts.map(({ name, value }) => (
          <Text key={name} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {name}: {value === '' ? 'none' : value}
          </Text>
        ))}
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          Chain {chain}, hash {hash}
        </Text>
      </Box>
    </Paper>
  );
}

function callText({ operation, outcome, durationMs }: NonNullable<EntryAnswer['call']>): string {
  const took = durationMs === null ? '' : `, took ${durationMs.toLocaleString('en')} ms`;
  return `Outside: ${operation.replaceAll('-', ' ')}, ${outcome === null ? 'begun' : `ended “${outcome}”`}${took}`;
}

const pairs = (all: FactAnswer[]): string =>
  all.map(({ name, value }) => `${name.toLowerCase()} ${value}`).join(', ');
