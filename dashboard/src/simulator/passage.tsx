import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DocumentPageAnswer, PhoneAnswer } from '../../../src/api/answers/simulator.ts';
import { Fragment } from 'react';
import { read } from '../shell/client.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';

/** What a sentence of the assistant rests on. */
export type Source = PhoneAnswer['lines'][number]['sources'][number];

/** A page, and the sentences that are quoted from it. */
export interface Place extends Pick<Source, 'document' | 'version' | 'page'> {
  quotes: string[];
}

/** The page of a document with the quoted sentences marked. */
export function Passage({
  place,
  residentId,
  onClose,
}: {
  place: Place;
  residentId: string;
  onClose: () => void;
}) {
  const { document, version, page } = place;
  const by = new URLSearchParams({ document, version: String(version), page: String(page) });
  const { data, error, isPending } = useQuery({
    queryKey: ['document', 'page', residentId, by.toString()],
    queryFn: ({ signal }) =>
      read<DocumentPageAnswer>(
        `/simulator/residents/${encodeURIComponent(residentId)}/page?${by}`,
        signal,
      ),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`${document}, version ${version}, page ${page}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isPending && <Loading what="the page" />}
      {error && <Failed error={error} />}
      {data?.passages.length === 0 && (
        <Empty title="This page is gone" hint="The document was withdrawn or replaced since." />
      )}
      <Stack>
        {data?.passages.map(({ heading, text }) => (
          <div key={heading + text}>
            {heading !== '' && <Text fw={600}>{heading}</Text>}
            <Text className="words">
              <Marked text={text} quotes={place.quotes} />
            </Text>
          </div>
        ))}
      </Stack>
    </Modal>
  );
}

/** The text with the quotes marked in it, where they stand there; lines may break elsewhere. */
function Marked({ text, quotes }: { text: string; quotes: string[] }) {
  const patterns = quotes.map((quote) => quote.trim().split(/\s+/).map(escaped).join('\\s+'));
  const parts = text.split(new RegExp(`(${patterns.join('|')})`));
  // What the brackets caught stands at every second place.
  return parts.map((part, index) => {
    const key = `${index}/${part}`;
    return index % 2 === 1 ? <mark key={key}>{part}</mark> : <Fragment key={key}>{part}</Fragment>;
  });
}

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
