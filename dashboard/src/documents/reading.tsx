import { Box, Progress, Text } from '@mantine/core';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { plural } from '../shell/plural.ts';
import { isOnTheWay, STATES } from './words.ts';

/** How far a version has come on its way; nothing once it has arrived. */
export function Reading({ version }: { version: DocumentVersion }) {
  if (!isOnTheWay(version)) return null;
  const { pages, progress, state } = version;
  if (pages === null || progress === null) {
    return (
      <Text size="sm" mt={4} role="status">
        {state === 'received' ? 'Waiting to be read …' : 'Reading the pages …'}
      </Text>
    );
  }
  const { passages, done } = progress;
  const share = passages === 0 ? 0 : Math.round((done / passages) * 100);
  return (
    <Box mt={4}>
      <Text size="sm">
        {plural(pages, { one: 'page' })} read, {done} of {plural(passages, { one: 'passage' })}{' '}
        prepared
      </Text>
      <Progress.Root mt={4}>
        <Progress.Section value={share} aria-label={`${version.title}: ${STATES[state]}`} />
      </Progress.Root>
    </Box>
  );
}
