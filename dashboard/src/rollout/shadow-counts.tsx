import { Box, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ShadowCountAnswer } from '../../../src/api/answers/rollout.ts';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { useChosenProperty, usePropertyName } from '../shell/properties.tsx';
import { Failed } from '../shell/states.tsx';
import { shareText, SKILLS } from './words.ts';

/** How often assistant and staff agree, for each property and skill; nothing while nothing was kept. */
export function ShadowCounts() {
  const { propertyId } = useChosenProperty();
  const where = propertyId === null ? '' : `?property=${encodeURIComponent(propertyId)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['rollout', 'shadow', 'counts', propertyId],
    queryFn: () => read<ShadowCountAnswer[]>(`/rollout/shadow/counts${where}`),
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data || data.length === 0) return null;
  return (
    <Box component="section" aria-label="How often they agree">
      <Title order={2} size="h4">
        How often they agree
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        Shares are told from 20 cases on. A turn about two things counts in both.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {data.map((count) => (
          <Count key={`${count.propertyId}/${count.skill}`} count={count} />
        ))}
      </SimpleGrid>
    </Box>
  );
}

function Count({ count }: { count: ShadowCountAnswer }) {
  const propertyName = usePropertyName();
  const { propertyId, skill, turns, marks, judged } = count;
  return (
    <Paper withBorder p="sm">
      <Text fw={600}>{SKILLS[skill]}</Text>
      <Text size="sm">
        {propertyName(propertyId)} · {plural(turns, { one: 'turn' })}
      </Text>
      <Text size="sm">Judged the same: {shareText(count.sameMarkPercent, judged)}</Text>
      <Text size="sm" c="dimmed">
        {marks.same} same, {marks.different} different, {marks.wrong} would have been wrong
      </Text>
      <Text size="sm">
        Staff did the same kind of thing: {shareText(count.sameDeedPercent, count.withDeed)}
      </Text>
    </Paper>
  );
}
