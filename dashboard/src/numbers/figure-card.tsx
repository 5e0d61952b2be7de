import { Button, Paper, Popover, Text, Title } from '@mantine/core';
import type { FigureAnswer } from '../../../src/api/answers/numbers.ts';
import { casesOf, FIGURES, shown } from './words.ts';

interface FigureCardOptions {
  figure: FigureAnswer;
  casesMin: number;
  /** What is said below the cases. */
  note?: string | undefined;
}

/** A figure with the cases that it stands on and what it means; under 20 cases only those. */
export function FigureCard({ figure, casesMin, note }: FigureCardOptions) {
  const { label } = FIGURES[figure.figure];
  const { count, value, unit } = figure;
  return (
    <Paper withBorder p="md" component="li" h="100%">
      <Title order={3} size="sm" fw={600}>
        {label}
      </Title>
      {value === null ? (
        <Text size="lg" c="dimmed" mih="2.2rem">
          {count === 0 ? 'none in this period' : `too few (${count} of ${casesMin})`}
        </Text>
      ) : (
        <Text fz="1.6rem" fw={700} lh="2.2rem">
          {shown(value, unit)}
        </Text>
      )}
      <Text size="sm" c="dimmed" mih="1.5rem">
        {[...(count > 0 ? [casesOf(figure.figure, count)] : []), ...(note ? [note] : [])].join(
          ', ',
        )}
      </Text>
      <Explanation figure={figure.figure} />
    </Paper>
  );
}

function Explanation({ figure }: Pick<FigureAnswer, 'figure'>) {
  const { label, meaning } = FIGURES[figure];
  return (
    <Popover width={300} withArrow shadow="md" trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          ml={-8}
          mt={4}
          aria-label={`What is this? ${label}`}
        >
          What is this?
        </Button>
      </Popover.Target>
      <Popover.Dropdown tabIndex={-1}>
        <Text size="sm">{meaning}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
