import { Text, Title } from '@mantine/core';
import type { NumbersAnswer } from '../../../src/api/answers/numbers.ts';
import { INTENTS, REASONS, shownOrWhy } from './words.ts';
import { Bar, WideTable } from './wide-table.tsx';

/** What residents came with, and what became of it. */
export function Intents({ intents, casesMin }: NumbersAnswer) {
  if (intents.length === 0) return null;
  return (
    <section aria-labelledby="intents">
      <Title order={2} size="h4" mb="xs" id="intents">
        What residents came with
      </Title>
      <WideTable
        name="What residents came with"
        head={[
          'What',
          'Resolved',
          'Counted',
          'Needed a person',
          'Came again',
          'Declined',
          'Not delivered',
          'Not yet known',
        ]}
        rows={intents.map(({ intent, ...counted }) => ({
          key: intent,
          title: INTENTS[intent],
          cells: [
            shownOrWhy(counted, { unit: 'share', casesMin }),
            counted.count,
            counted.person,
            counted.again,
            counted.declined,
            counted.undelivered,
            counted.unknown,
          ],
        }))}
      />
    </section>
  );
}

/** Why people were needed, the most frequent reason first. */
export function Reasons({ handOffs }: Pick<NumbersAnswer, 'handOffs'>) {
  const most = Math.max(...handOffs.map(({ count }) => count));
  return (
    <section aria-labelledby="reasons">
      <Title order={2} size="h4" mb="xs" id="reasons">
        Why people were needed
      </Title>
      {handOffs.length === 0 ? (
        <Text c="dimmed">Nothing was handed to a person in this period.</Text>
      ) : (
        <WideTable
          name="Why people were needed"
          head={['Reason', 'Hand-offs']}
          rows={handOffs.map(({ reason, count }) => ({
            key: reason,
            title: REASONS[reason],
            cells: [<Bar key="count" share={count / most} text={String(count)} />],
          }))}
        />
      )}
    </section>
  );
}
