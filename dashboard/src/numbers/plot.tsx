import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { Box, Text } from '@mantine/core';
import type { FigureAnswer, Unit } from '../../../src/api/answers/numbers.ts';
import { shortDay } from './period.ts';
import { FIGURES, shown } from './words.ts';

const CASES_HEIGHT = 100;
const CAPTION_HEIGHT = 24;

// The table beside it is what is read aloud; a focus inside of the drawing would lead nowhere.
const UNREAD = { accessibilityLayer: false };
// Room for the lower half of the axis's last label.
const LOWEST_LABEL = { bottom: 10 };
// Points stand above the middle of their bars.
const BANDS = { scale: 'band' } as const;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** A figure over time, with a gap where there are too few cases, and the cases below. */
export function Plot({ figure, height }: { figure: FigureAnswer; height: number }) {
  const { label, of } = FIGURES[figure.figure];
  const { unit } = figure;
  const cases = of.many ?? `${of.one}s`;
  const casesTitle = `Counted ${cases}`;
  const data = figure.steps.map(({ from, value, count }) => ({
    from: shortDay(from),
    [label]: value,
    [cases]: count,
  }));
  const shared = { data, dataKey: 'from', tickLine: 'none', withLegend: false } as const;
  return (
    <Box aria-hidden h={height}>
      <LineChart
        {...shared}
        h={height - CASES_HEIGHT - CAPTION_HEIGHT}
        series={[{ name: label, color: 'blue.6' }]}
        curveType="linear"
        withXAxis={false}
        xAxisProps={BANDS}
        connectNulls={false}
        valueFormatter={(value) => shown(value, unit)}
        yAxisProps={{ width: 64, ...AXES[unit] }}
        lineChartProps={{ ...UNREAD, margin: LOWEST_LABEL }}
        lineProps={{ isAnimationActive: false }}
      />
      <Text size="xs" c="dimmed" h={CAPTION_HEIGHT}>
        {casesTitle}
      </Text>
      <BarChart
        {...shared}
        h={CASES_HEIGHT}
        series={[{ name: cases, color: 'gray.6' }]}
        gridAxis="none"
        yAxisProps={{ width: 64, allowDecimals: false, tickCount: 3 }}
        barChartProps={UNREAD}
        barProps={{ isAnimationActive: false }}
      />
    </Box>
  );
}

const AXES: Record<Unit, { domain: [number, number | 'auto']; ticks?: number[] }> = {
  share: { domain: [0, 1], ticks: SHARES },
  seconds: { domain: [0, 'auto'] },
  points: { domain: [1, 5], ticks: [1, 2, 3, 4, 5] },
};
