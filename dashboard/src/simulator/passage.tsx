import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DocumentPageAnswer, PhoneAnswer } from '../../../src/api/answers/simulator.ts';
import { read } from '../shell/client.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';

/** What a sentence of the assistant rests on. */
export type Source = PhoneAnswer['lines'][number]['sources'][number];

/** The page of a document with the quoted passage marked. */
export function Passage({
  source,
  residentId,
  onClose,
}: {
  source: Source;
  residentId: string;
  onClose: () => void;
}) {
  const { document, version, page } = source;
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
              <Marked text={text} quote={source.quote} />
            </Text>
          </div>
        ))}
      </Stack>
    </Modal>
  );
}

/** The text with the quote marked in it, where it stands there; lines may break elsewhere. */
function Marked({ text, quote }: { text: string; quote: string }) {
  const words = quote.trim().split(/\s+/).map(escaped);
  const found = new RegExp(words.join('\\s+')).exec(text);
  if (!found) return text;
  const end = found.index + found[0].length;
  return (
    <>
      {text.slice(0, found.index)}
      <mark>{found[0]}</mark>
      {text.slice(end)}
    </>
  );
}

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
