import { Badge } from '@mantine/core';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { COLOURS, FAILURES, STATES } from './words.ts';

/** How a version stands. */
export function StateBadge({ version: { state, failure } }: { version: DocumentVersion }) {
  const why = failure ? `: ${FAILURES[failure]}` : '';
  return (
    <Badge color={COLOURS[state] ?? 'gray'} variant="outline" tt="none">
      {STATES[state]}
      {why}
    </Badge>
  );
}
