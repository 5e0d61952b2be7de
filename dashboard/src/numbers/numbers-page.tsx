import { Button, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { NumbersAnswer } from '../../../src/api/answers/numbers.ts';
import { read, Refused } from '../shell/client.ts';
import { Page } from '../shell/page.tsx';
import { useChosenProperty, useZone } from '../shell/properties.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Figures } from './figures.tsx';
import { periodOf, type Period } from './period.ts';
import { PeriodPicker } from './period-picker.tsx';
import { useLiveNumbers } from './use-live-numbers.ts';

/** How well the house does: figures of a period, each with its cases and its meaning. */
export function NumbersPage() {
  const [address, setAddress] = useSearchParams();
  const { propertyId } = useChosenProperty();
  const period = periodOf(address, useZone(propertyId));
  const query = new URLSearchParams({ ...period, ...(propertyId ? { propertyId } : {}) });
  const counting = useNumbers(query);
  useLiveNumbers();
  const issues = counting.error instanceof Refused ? counting.error.issues : [];
  const faultOf = (field: keyof Period): string | null =>
    issues.find((issue) => issue.field === field)?.message ?? null;
  // What is said beside a field is not said again below.
  const isFieldAtFault = faultOf('from') !== null || faultOf('to') !== null;
  const change = (values: Record<string, string | null>): void => {
    // As it stands and not as it was drawn: two days may be typed before the page is drawn again.
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    setAddress(next, { replace: true });
  };
  return (
    <Page
      title="Numbers"
      aside={
        !isFieldAtFault && (
          <Button component="a" href={`/numbers.csv?${query}`} download variant="default">
            Download CSV
          </Button>
        )
      }
    >
      <Stack gap="lg">
        <PeriodPicker address={address} period={period} faultOf={faultOf} onChange={change} />
        {!isFieldAtFault && <Counting {...counting} />}
      </Stack>
    </Page>
  );
}

const useNumbers = (query: URLSearchParams) =>
  useQuery({
    queryKey: ['numbers', query.toString()],
    queryFn: ({ signal }) => read<NumbersAnswer>(`/numbers?${query}`, signal),
    placeholderData: keepPreviousData,
  });

function Counting({ data, error, isPlaceholderData, refetch }: ReturnType<typeof useNumbers>) {
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the numbers" />;
  return (
    <div aria-busy={isPlaceholderData}>
      <Text role="status" size="sm" c="dimmed" h="1.5rem">
        {isPlaceholderData ? 'Counting …' : ''}
      </Text>
      <Figures numbers={data} />
    </div>
  );
}
