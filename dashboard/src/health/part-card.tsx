import { Anchor, Badge, Group, Paper, Text, Title } from '@mantine/core';
import type { HealthPart } from '../../../src/api/answers/health-report.ts';
import { useChosenProperty } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';
import { Brake } from './brake.tsx';
import { STATES } from './words.ts';

/** One part: how it is and since when, what that means for residents, and what to do. */
export function PartCard({ part }: { part: HealthPart }) {
  const { propertyId } = useChosenProperty();
  const { name, state, found, oldestAt, sinceAt, meaning, remedy, webUiUrl, held } = part;
  const { label, color } = STATES[state];
  return (
    <Paper component="li" withBorder p="sm" aria-label={`${name}: ${label}`}>
      <Group gap="xs" justify="space-between" align="flex-start">
        <Title order={2} size="h5">
          {name}
        </Title>
        <Group gap="xs">
          <Badge variant="outline" color={color} tt="none">
            {label}
          </Badge>
          <Text size="sm" component="div" c="dimmed">
            since <Time at={sinceAt} propertyId={propertyId} />
          </Text>
        </Group>
      </Group>
      <Text>{found}</Text>
      {oldestAt !== null && (
        <Text size="sm" component="div">
          The oldest waits since <Time at={oldestAt} propertyId={propertyId} />
        </Text>
      )}
      {meaning !== null && <Text mt={4}>For residents: {meaning}</Text>}
      {remedy !== null && <Text mt={4}>What to do: {remedy}</Text>}
      <Group gap="md" mt={4}>
        {held && <Brake held={held} isWell={state === 'ok'} />}
        {webUiUrl !== null && (
          <Anchor
            href={webUiUrl}
            aria-label={`Open in the Temporal Web UI (new tab): ${name}`}
            target="_blank"
            rel="noreferrer"
            size="sm"
            underline="always"
          >
            Open in the Temporal Web UI (new tab)
          </Anchor>
        )}
      </Group>
    </Paper>
  );
}
