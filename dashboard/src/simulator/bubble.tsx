import { Anchor, Box, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import type { PhoneAnswer } from '../../../src/api/answers/simulator.ts';
import { Time } from '../shell/time.tsx';
import { Passage, type Place, type Source } from './passage.tsx';
import type { SimulatedResident } from './use-phone.ts';

type Line = PhoneAnswer['lines'][number];

/** One message on the phone: the resident's own on the right, the house's on the left. */
export function Bubble({ line, resident }: { line: Line; resident: SimulatedResident }) {
  const { from, text, at, state, sources } = line;
  const isOwn = from === 'resident';
  return (
    <Paper
      withBorder
      p="xs"
      maw="88%"
      w="fit-content"
      ml={isOwn ? 'auto' : 0}
      mr={isOwn ? 0 : 'auto'}
      {...(isOwn ? { bg: 'var(--mantine-color-default-hover)' } : {})}
    >
      <Text size="sm" fw={600}>
        {isOwn ? resident.name : SPEAKERS[from]}
      </Text>
      <Text className="words">{text === '' ? '(no longer readable)' : text}</Text>
      {sources.length > 0 && <Sources sources={sources} resident={resident} />}
      <Text size="sm" c={from === 'safety' ? 'inherit' : 'dimmed'}>
        <Time at={at} propertyId={resident.propertyId} /> · {STANDS[state] ?? state}
      </Text>
    </Paper>
  );
}

const SPEAKERS: Record<Exclude<Line['from'], 'resident'>, string> = {
  assistant: 'Night Porter (automatic)',
  staff: 'The office',
  safety: 'Safety warning',
};

const STANDS: Record<string, string> = {
  received: 'arrived',
  taken: 'arrived',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  unknown: 'may have arrived',
};

function Sources({ sources, resident }: { sources: Source[]; resident: SimulatedResident }) {
  const [opened, setOpened] = useState<Place | null>(null);
  return (
    <Box my={4}>
      {placesOf(sources).map((place) => (
        <Anchor
          key={`${place.document}/${place.version}/${place.page}`}
          component="button"
          type="button"
          size="sm"
          underline="always"
          display="block"
          mih={32}
          ta="left"
          onClick={() => setOpened(place)}
        >
          {place.document}, page {place.page}
        </Anchor>
      ))}
      {opened && (
        <Passage place={opened} residentId={resident.residentId} onClose={() => setOpened(null)} />
      )}
    </Box>
  );
}

/** Each page once, with all that is quoted from it. */
function placesOf(sources: Source[]): Place[] {
  const places: Place[] = [];
  for (const { document, version, page, quote } of sources) {
    const known = places.find(
      (place) => place.document === document && place.version === version && place.page === page,
    );
    if (known) known.quotes.push(quote);
    else places.push({ document, version, page, quotes: [quote] });
  }
  return places;
}
