import { Box, Group, Paper, Text } from '@mantine/core';
import type { ConversationAnswer } from '../../../src/api/answers/inbox.ts';
import { plural } from '../shell/plural.ts';
import { Time } from '../shell/time.tsx';
import { MaskedWords } from './masked-words.tsx';
import { plain, STATES, VOICES } from './words.ts';

type TranscriptLine = ConversationAnswer['lines'][number];
type Turn = ConversationAnswer['turns'][number];

interface LineProps {
  line: TranscriptLine;
  /** The turn that said it; null for a person's words. */
  turn: Turn | null;
  propertyId: string | null;
  conversationId: string;
}

const THEIRS = { ml: 0, mr: 'auto' };
const OURS = { ml: 'auto', mr: 0, bg: 'var(--mantine-color-default-hover)' };

/** One message: who, when, what, how it stands, what it rests on, and how it was decided. */
export function Line({ line, turn, propertyId, conversationId }: LineProps) {
  const { from, staffName, text, at, state, sources } = line;
  const isResident = from === 'resident';
  const stands = STATES[state] ?? state;
  return (
    <Paper
      withBorder
      p="sm"
      maw="85%"
      w="fit-content"
      miw="min(100%, 20rem)"
      {...(isResident ? THEIRS : OURS)}
    >
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {staffName ?? VOICES[from]}
        </Text>
        <Time at={at} propertyId={propertyId} />
      </Group>
      <MaskedWords
        text={text === '' ? '(no longer readable)' : text}
        from={isResident ? { conversationId, messageId: line.id } : null}
      />
      {stands !== '' && (
        <Text size="sm" c={state === 'failed' ? 'red' : 'dimmed'}>
          {stands}
        </Text>
      )}
      {sources.length > 0 && <Sources sources={sources} />}
      {turn && <Decided turn={turn} />}
    </Paper>
  );
}

function Sources({ sources }: Pick<TranscriptLine, 'sources'>) {
  return (
    <Box component="details" mt="xs">
      <Text component="summary" size="sm">
        {plural(sources.length, { one: 'source' })}
      </Text>
      {sources.map(({ document, version, page, quote }) => (
        <Box key={`${document}/${page}/${quote}`} component="figure" my="xs" mx={0}>
          <Text component="blockquote" size="sm" m={0} pl="sm" className="words">
            “{quote}”
          </Text>
          <Text component="figcaption" size="sm" c="dimmed">
            {document}, version {version}, page {page}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

function Decided({ turn: { decisions, verdicts, model, prompt, packVersion } }: { turn: Turn }) {
  return (
    <Box component="details" mt="xs">
      <Text component="summary" size="sm">
        How it was decided
      </Text>
      <ul>
        {decisions.map((decision) => (
          <li key={`${decision.part}-${decision.kind}`}>
            <Text size="sm">
              {plain(decision.kind)}
              {'confidence' in decision ? `, ${Math.round(decision.confidence * 100)} % sure` : ''}
            </Text>
          </li>
        ))}
      </ul>
      <Text size="sm">Judged: {verdicts.map(plain).join('; ') || 'nothing yet'}</Text>
      <Text size="sm" c="dimmed">
        {[model, prompt, packVersion].filter(Boolean).join(' · ')}
      </Text>
    </Box>
  );
}
