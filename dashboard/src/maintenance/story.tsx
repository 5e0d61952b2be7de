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
      <ol style={{ margin: 0, paddingLeft: '1.8rem' }}>
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

type Told<Kind extends StoryLine['kind']> = Extract<StoryLine, { kind: Kind }>;

const someone = (by: string | null): string => by ?? 'Somebody';

// A sentence for each kind of line, so that none can be forgotten.
const SENTENCES: { [Kind in StoryLine['kind']]: (line: Told<Kind>, zone: string) => string } = {
  opened: (line) => `Reported, ${CLASSES[line.class]}: ${STATES[line.state]}.`,
  moved: ({ to }) => `${capital(STATES[to])}.`,
  raised: ({ to }) => `More urgent than it seemed: ${CLASSES[to]}.`,
  corrected: ({ by, to, from, reason }) =>
    `${someone(by)} set ${to} instead of ${from}: “${reason ?? 'reason no longer readable'}”`,
  reopened: ({ by, to, isByResident, reason }) =>
    isByResident
      ? `The resident says that it is not solved: reopened, ${CLASSES[to]}.`
      : `${someone(by)} reopened it, ${CLASSES[to]}: “${reason ?? 'reason no longer readable'}”`,
  vendor: ({ name }) => `Vendor: ${name ?? 'one that the platform no longer lists'}.`,
  window: ({ fromAt, toAt }, zone) => `Window: ${spanOf({ fromAt, toAt, zone })}.`,
  asked: ({ by, what }) => `${someone(by)} ${WISHES[what]}.`,
  'told-done': ({ by, isDone }) =>
    `${someone(by)} heard from the resident: ${isDone ? 'it is done' : 'it is not done'}.`,
  approval: ({ state, by }) => `Approval: ${APPROVALS[state]}${by ? ` by ${by}` : ''}.`,
  platform: ({ outcome }) => PLATFORM[outcome],
  survey: ({ score }) => `The resident gave it ${score} of 5.`,
};

function sentenceFor<Kind extends StoryLine['kind']>(line: Told<Kind>, zone: string): string {
  return SENTENCES[line.kind](line, zone);
}

const PLATFORM = {
  confirmed: 'The platform has the work order.',
  rejected: 'The platform refused.',
  'needs-human': 'The platform’s answer was lost: a person must look there.',
} as const;
