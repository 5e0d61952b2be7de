import { Text, Title } from '@mantine/core';
import type { RequestAnswer, StoryLine } from '../../../src/api/answers/maintenance-request.ts';
import { useZone } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';
import { spanOf } from './window.tsx';
import { APPROVALS, capital, CLASSES, STATES, WISHES } from './words.ts';

/** What happened to a request, oldest first, as the audit trail has it. */
export function Story({ request: { story, propertyId } }: { request: RequestAnswer }) {
  const zone = useZone(propertyId);
  return (
    <section aria-label="Story">
      <Title order={2} size="h4">
        Story
      </Title>
      <ol style={{ margin: 0, paddingLeft: '1.2rem' }}>
        {story.map((line, index) => (
          <li key={`${line.at}-${line.kind}-${index}`}>
            <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
              {sentenceFor(line, zone)} <Time at={line.at} propertyId={propertyId} />
            </Text>
          </li>
        ))}
      </ol>
    </section>
  );
}

function sentenceFor(line: StoryLine, zone: string): string {
  switch (line.kind) {
    case 'opened':
      return `Reported, ${CLASSES[line.class]}: ${STATES[line.state]}.`;
    case 'moved':
      return `${capital(STATES[line.to])}.`;
    case 'raised':
      return `More urgent than it seemed: ${CLASSES[line.to]}.`;
    case 'corrected':
      return `${line.by ?? 'Somebody'} set ${line.to} instead of ${line.from}: “${line.reason ?? 'reason no longer readable'}”`;
    case 'vendor':
      return `Vendor: ${line.name ?? 'one that the platform no longer lists'}.`;
    case 'window':
      return `Window: ${spanOf({ fromAt: line.fromAt, toAt: line.toAt, zone })}.`;
    case 'asked':
      return `${line.by ?? 'Somebody'} ${WISHES[line.what]}.`;
    case 'told-done':
      return `${line.by ?? 'Somebody'} heard from the resident: ${line.isDone ? 'it is done' : 'it is not done'}.`;
    case 'approval':
      return `Approval: ${APPROVALS[line.state]}${line.by ? ` by ${line.by}` : ''}.`;
    case 'platform':
      return PLATFORM[line.outcome];
    case 'survey':
      return `The resident gave it ${line.score} of 5.`;
  }
}

const PLATFORM = {
  confirmed: 'The platform has the work order.',
  rejected: 'The platform refused.',
  'needs-human': 'The platform’s answer was lost: a person must look there.',
} as const;
