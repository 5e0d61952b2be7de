import { NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ConversationListed } from '../../../src/api/answers/inbox.ts';
import { read } from '../shell/client.ts';
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
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['conversation', 'list', by.toString()],
    queryFn: ({ signal }) => read<ConversationListed[]>(`/conversations?${by}`, signal),
    placeholderData: keepPreviousData,
  });
  if (isPending) return <Loading what="conversations" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) {
    return search === '' && Object.keys(filters).length === 0 ? (
      <Empty title="Nothing here" hint={EMPTY[queue]} />
    ) : (
      <Empty
        title="Nothing found"
        hint={
          search === ''
            ? 'No conversation of this queue is like that. Choose other filters.'
            : `No conversation of this queue has “${search}” in it.`
        }
      />
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {plural(data.length, { one: 'conversation' })}
      </Text>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {data.map((conversation) => (
          <li key={conversation.conversationId}>
            <ConversationCard
              conversation={conversation}
              isChosen={conversation.conversationId === chosenId}
            />
          </li>
        ))}
      </Stack>
    </>
  );
}
