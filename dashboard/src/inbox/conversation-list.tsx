import { Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ConversationListed } from '../../../src/api/answers/inbox.ts';
import { readPage } from '../shell/client.ts';
import { useCounts } from '../shell/counts.ts';
import { plural } from '../shell/plural.ts';
import { useChosenProperty } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { ConversationCard } from './conversation-card.tsx';
import { Filters, useFilters } from './filters.tsx';
import { EMPTY, queueOf, QUEUES, type Queue } from './words.ts';

const SEARCH_AFTER_MS = 300;

/** A queue, searched; kept in the address, so that it can be passed on. */
export function ConversationList({ chosenId }: { chosenId: string | null }) {
  const [address, setAddress] = useSearchParams();
  const queue = queueOf(address.get('queue'));
  const [typed, setTyped] = useState(address.get('search') ?? '');
  const [search] = useDebouncedValue(typed, SEARCH_AFTER_MS);
  return (
    <Stack gap="sm">
      <QueueChoice
        queue={queue}
        onChoose={(chosen) => {
          const next = new URLSearchParams(address);
          next.set('queue', chosen);
          setAddress(next, { replace: true });
        }}
      />
      <TextInput
        type="search"
        label="Search"
        placeholder="Name, unit, booking id, last words"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Filters />
      <Found queue={queue} search={search} chosenId={chosenId} />
    </Stack>
  );
}

function QueueChoice({ queue, onChoose }: { queue: Queue; onChoose: (queue: Queue) => void }) {
  const { inbox, mine } = useCounts();
  const waiting: Partial<Record<string, number>> = { 'needs-person': inbox, mine };
  return (
    <NativeSelect
      label="Queue"
      value={queue}
      onChange={({ currentTarget }) => onChoose(queueOf(currentTarget.value))}
      data={Object.entries(QUEUES).map(([value, label]) => {
        const count = waiting[value] ?? 0;
        return { value, label: count > 0 ? `${label} (${count})` : label };
      })}
    />
  );
}

interface Sought {
  queue: Queue;
  search: string;
  chosenId: string | null;
}

function Found({ queue, search, chosenId }: Sought) {
  const { propertyId } = useChosenProperty();
  const filters = useFilters();
  const by = new URLSearchParams({
    queue,
    search,
    ...filters,
    ...(propertyId ? { property: propertyId } : {}),
  });
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: ['conversation', 'pile', by.toString()],
      queryFn: ({ signal, pageParam }) => readPage<ConversationListed>(pageParam, signal),
      initialPageParam: `/conversations?${by}`,
      getNextPageParam: ({ next }) => next,
      placeholderData: keepPreviousData,
    });
  if (isPending) return <Loading what="conversations" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const found = data.pages.flatMap(({ items }) => items);
  const goOn = hasNextPage && (
    <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {search === '' ? 'Show older ones' : 'Search older ones'}
    </Button>
  );
  if (found.length === 0) {
    return (
      <>
        <NothingFound
          queue={queue}
          search={search}
          isFiltered={Object.keys(filters).length > 0}
          hasOlder={hasNextPage}
        />
        {goOn}
      </>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {plural(found.length, { one: 'conversation' })}
        {hasNextPage && ', and there are older ones'}
      </Text>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {found.map((conversation) => (
          <li key={conversation.conversationId}>
            <ConversationCard
              conversation={conversation}
              isChosen={conversation.conversationId === chosenId}
            />
          </li>
        ))}
      </Stack>
      {goOn}
    </>
  );
}

interface NothingFoundProps {
  queue: Queue;
  search: string;
  isFiltered: boolean;
  hasOlder: boolean;
}

function NothingFound({ queue, search, isFiltered, hasOlder }: NothingFoundProps) {
  if (search === '' && !isFiltered) return <Empty title="Nothing here" hint={EMPTY[queue]} />;
  if (hasOlder) return <Empty title="Nothing found yet" hint="Older ones may have it." />;
  const hint =
    search === ''
      ? 'No conversation of this queue is like that. Choose other filters.'
      : `No conversation of this queue has “${search}” in it.`;
  return <Empty title="Nothing found" hint={hint} />;
}
