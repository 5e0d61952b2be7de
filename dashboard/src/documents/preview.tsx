import { Box, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentText } from '../../../src/api/answers/document.ts';
import { read } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';

/** A page of a version, and the words to mark on it. */
export interface Place {
  version: number;
  page: number;
  quote: string | null;
}

interface PreviewProps {
  documentId: string;
  place: Place;
  onMove: (place: Place) => void;
}

/** What was read of a version, page by page: as its text, or as the passages that are found and quoted. */
export function Preview({ documentId, place, onMove }: PreviewProps) {
  const { version } = place;
  const [view, setView] = useState('text');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['document', 'text', documentId, version],
    queryFn: ({ signal }) =>
      read<DocumentText>(`/documents/${documentId}/versions/${version}`, signal),
  });
  if (isPending) return <Loading what="the pages" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const page = data.pages.find(({ number }) => number === place.page) ?? data.pages[0];
  if (!page) {
    return (
      <Empty title="No pages yet" hint="What was read of the file stands here once it is in use." />
    );
  }
  const last = data.pages.at(-1)?.number ?? page.number;
  const passages = data.passages.filter((passage) => passage.page === page.number);
  return (
    <Stack gap="sm">
      <Pager
        page={page.number}
        last={last}
        version={version}
        onMove={(number) => onMove({ version, page: number, quote: null })}
      />
      <SegmentedControl
        aria-label="What is shown of the page"
        value={view}
        onChange={setView}
        data={[
          { value: 'text', label: 'Text of the page' },
          { value: 'passages', label: `Passages (${passages.length})` },
        ]}
      />
      {view === 'text' ? (
        <Paper
          withBorder
          p="md"
          tabIndex={0}
          component="section"
          aria-label={`Page ${page.number}`}
        >
          <Marked text={page.text} quote={place.quote} />
        </Paper>
      ) : (
        <Passages passages={passages} hasAny={data.passages.length > 0} />
      )}
    </Stack>
  );
}

function Pager({
  page,
  last,
  version,
  onMove,
}: {
  page: number;
  last: number;
  version: number;
  onMove: (page: number) => void;
}) {
  return (
    <Group gap="sm">
      <Button
        variant="default"
        size="sm"
        aria-label="Previous page"
        disabled={page <= 1}
        onClick={() => onMove(page - 1)}
      >
        Previous
      </Button>
      <Text size="sm" role="status">
        Page {page} of {last}, version {version}
      </Text>
      <Button
        variant="default"
        size="sm"
        aria-label="Next page"
        disabled={page >= last}
        onClick={() => onMove(page + 1)}
      >
        Next
      </Button>
    </Group>
  );
}

function Passages({ passages, hasAny }: { passages: DocumentText['passages']; hasAny: boolean }) {
  if (!hasAny) {
    return <Text>This version is not in use: none of its passages can be found.</Text>;
  }
  return (
    <>
      <Text size="sm" c="dimmed">
        {plural(passages.length, { one: 'passage' })} of this page can be found and quoted.
      </Text>
      {passages.map(({ id, heading, text }) => (
        <Paper key={id} withBorder p="sm">
          {heading !== '' && <Text fw={600}>{heading}</Text>}
          <Text size="sm" className="words">
            {text}
          </Text>
        </Paper>
      ))}
    </>
  );
}

/** A page's text with the quoted words marked; line breaks may stand elsewhere in the quote. */
function Marked({ text, quote }: { text: string; quote: string | null }) {
  const found = quote === null ? null : findQuote(text, quote);
  if (!found) return <Box className="words">{text}</Box>;
  const { from, to } = found;
  return (
    <Box className="words">
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </Box>
  );
}

function findQuote(text: string, quote: string): { from: number; to: number } | null {
  const words = quote
    .trim()
    .split(/\s+/)
    .map((word) => RegExp.escape(word));
  const match = new RegExp(words.join(String.raw`\s+`), 'u').exec(text);
  return match ? { from: match.index, to: match.index + match[0].length } : null;
}
