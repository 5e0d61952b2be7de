import { Center, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FigureAnswer, NumbersAnswer } from '../../../src/api/answers/numbers.ts';
import { daysOf, STEPS } from './period.ts';
import { FIGURES, shownOrWhy } from './words.ts';
import { Bar, WideTable } from './wide-table.tsx';

// Drawing is the largest part of the desk and of no use elsewhere.
const Plot = lazy(() => import('./plot.tsx').then(({ Plot: loaded }) => ({ default: loaded })));

// Kept free while the drawing is loaded, so that nothing jumps.
const HEIGHT = 340;

/** One figure at a time: plotted over the period, as a table, and by property. */
export function OverTime({ numbers }: { numbers: NumbersAnswer }) {
  const { figures } = numbers;
  const [name, choose] = useState<string>('resolved');
  const figure = figures.find((one) => one.figure === name) ?? figures[0];
  if (!figure) return null;
  return (
    <section aria-labelledby="over-time">
      <Title order={2} size="h4" mb="xs" id="over-time">
        Over time
      </Title>
      <Stack gap="sm">
        <NativeSelect
          label="Figure"
          maw="20rem"
          value={figure.figure}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          data={figures.map((one) => ({ value: one.figure, label: FIGURES[one.figure].label }))}
        />
        <Drawing figure={figure} casesMin={numbers.casesMin} />
        <StepTable figure={figure} numbers={numbers} />
        {figure.properties.length > 1 && <ByProperty figure={figure} numbers={numbers} />}
      </Stack>
    </section>
  );
}

function Drawing({ figure, casesMin }: { figure: FigureAnswer; casesMin: number }) {
  const hasAny = figure.steps.some(({ value }) => value !== null);
  if (!hasAny) {
    return (
      <Center mih={HEIGHT}>
        <Text c="dimmed" ta="center">
          Nothing to draw: no step of the plot has {casesMin} cases. Count by week or month, or
          choose a longer period.
        </Text>
      </Center>
    );
  }
  return (
    <Suspense fallback={<Center mih={HEIGHT}>Drawing …</Center>}>
      <Plot figure={figure} height={HEIGHT} />
    </Suspense>
  );
}

interface Shown {
  figure: FigureAnswer;
  numbers: NumbersAnswer;
}

function StepTable({ figure, numbers }: Shown) {
  const { label } = FIGURES[figure.figure];
  const { unit } = figure;
  return (
    <details>
      <Text component="summary" size="sm">
        The same as a table
      </Text>
      <WideTable
        name={`${label} by ${numbers.period.by}`}
        head={[STEPS[numbers.period.by], label, 'Cases']}
        rows={figure.steps.map((step) => ({
          key: step.from,
          title: daysOf(step),
          cells: [shownOrWhy(step, { unit, casesMin: numbers.casesMin }), step.count],
        }))}
      />
    </details>
  );
}

function ByProperty({ figure, numbers }: Shown) {
  const { label } = FIGURES[figure.figure];
  const { unit, properties } = figure;
  const most = Math.max(...properties.map(({ value }) => value ?? 0), unit === 'share' ? 1 : 0);
  return (
    <>
      <Title order={3} size="h5">
        By property
      </Title>
      <WideTable
        name={`${label} by property`}
        head={['Property', label, 'Cases']}
        rows={properties.map(({ propertyId, name, ...counted }) => ({
          key: propertyId,
          title: name,
          cells: [
            <Bar
              key="value"
              share={most > 0 ? (counted.value ?? 0) / most : 0}
              text={shownOrWhy(counted, { unit, casesMin: numbers.casesMin })}
            />,
            counted.count,
          ],
        }))}
      />
    </>
  );
}
