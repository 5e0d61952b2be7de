import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Figure, NumbersAnswer } from '../../../src/api/answers/numbers.ts';
import { plural } from '../shell/plural.ts';
import { Empty } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { Intents, Reasons } from './breakdowns.tsx';
import { FigureCard } from './figure-card.tsx';
import { OverTime } from './over-time.tsx';

const GROUPS: { title: string; figures: Figure[] }[] = [
  { title: 'Answers', figures: ['resolved', 'reply-p50', 'reply-p95', 'handed-off'] },
  {
    title: 'Promises kept',
    figures: ['clock-answer', 'clock-dispatch', 'clock-done', 'clock-legal'],
  },
  { title: 'Approvals and survey', figures: ['approval-p50', 'approval-p95', 'survey'] },
];

/** All that was counted, or that there is nothing yet. */
export function Figures({ numbers }: { numbers: NumbersAnswer }) {
  const { figures, approvals } = numbers;
  const unknown = numbers.intents.reduce((sum, intent) => sum + intent.unknown, 0);
  const hasAny = figures.some(({ count }) => count > 0) || unknown + approvals.waiting > 0;
  if (!hasAny) {
    return (
      <Empty
        title="Nothing to count in this period"
        hint="Figures come once residents write and requests are worked on. Each one is told from 20 cases on."
      />
    );
  }
  return (
    <Stack gap="xl">
      {GROUPS.map(({ title, figures: names }) => (
        <section key={title} aria-label={title}>
          <Title order={2} size="h4" mb="xs">
            {title}
          </Title>
          <Cards names={names} numbers={numbers} unknown={unknown} />
        </section>
      ))}
      <WaitingApprovals approvals={approvals} propertyId={numbers.propertyId} />
      <OverTime numbers={numbers} />
      <Intents {...numbers} />
      <Reasons {...numbers} />
      <Counted {...numbers} />
    </Stack>
  );
}

function Cards({
  names,
  numbers,
  unknown,
}: {
  names: Figure[];
  numbers: NumbersAnswer;
  unknown: number;
}) {
  const { figures, casesMin } = numbers;
  return (
    <SimpleGrid
      component="ul"
      cols={{ base: 1, xs: 2, lg: 4 }}
      spacing="sm"
      p={0}
      m={0}
      style={{ listStyle: 'none' }}
    >
      {figures
        .filter(({ figure }) => names.includes(figure))
        // Where no clock of the law is switched on there is nothing to say of them.
        .filter(({ figure, count }) => figure !== 'clock-legal' || count > 0)
        .map((figure) => (
          <FigureCard
            key={figure.figure}
            figure={figure}
            casesMin={casesMin}
            note={
              figure.figure === 'resolved' && unknown > 0
                ? `${unknown.toLocaleString('en')} not yet known`
                : undefined
            }
          />
        ))}
    </SimpleGrid>
  );
}

function WaitingApprovals({
  approvals: { waiting, oldestOpenedAt, expired },
  propertyId,
}: Pick<NumbersAnswer, 'approvals' | 'propertyId'>) {
  const verb = waiting === 1 ? 'waits' : 'wait';
  return (
    <Text>
      {waiting === 0
        ? 'No approval waits now.'
        : `${plural(waiting, { one: 'approval' })} ${verb} now`}
      {oldestOpenedAt !== null && (
        <>
          , the oldest since <Time at={oldestOpenedAt} propertyId={propertyId} />.
        </>
      )}
      {expired > 0 && ` ${plural(expired, { one: 'approval' })} expired in this period.`}
    </Text>
  );
}

function Counted({
  zones,
  countedAt,
  propertyId,
}: Pick<NumbersAnswer, 'zones' | 'countedAt' | 'propertyId'>) {
  return (
    <Text size="sm" c="dimmed">
      Days begin at midnight of{' '}
      {zones.length === 1 ? zones[0] : `each property (${zones.join(', ')})`}. Counted{' '}
      <Time at={countedAt} propertyId={propertyId} />.
    </Text>
  );
}
