import { Box, Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { QuestionAnswered, QuestionAsked } from '../../../src/api/answers/document.ts';
import { read, write } from '../shell/client.ts';
import { Failed } from '../shell/states.tsx';
import type { Place } from './preview.tsx';

const TEXT_MAX = 500;

interface Asking {
  documentId: string;
  canAnswer: boolean;
  onShow: (place: Place) => void;
}

/** Tries the document as a resident would; what comes of it is shown here and nowhere else. */
export function Ask({ documentId, canAnswer, onShow }: Asking) {
  const [text, setText] = useState('');
  const ask = useMutation({
    mutationFn: () =>
      write<QuestionAsked>(`/documents/${documentId}/questions`, { body: { text } }),
  });
  const canAsk = canAnswer && text.trim() !== '' && !ask.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (canAsk) ask.mutate();
  };
  if (!canAnswer) {
    return <Text>Nothing can be asked: no version of this document is in use.</Text>;
  }
  return (
    <Stack gap="sm">
      <form onSubmit={submit}>
        <Stack gap="sm" align="flex-start">
          <TextInput
            w="100%"
            label="Ask this document"
            description="Answered as a resident would be, from this document alone. Nothing is sent to anybody."
            maxLength={TEXT_MAX}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending} disabled={!canAsk}>
            Ask
          </Button>
        </Stack>
      </form>
      {ask.error && <Failed error={ask.error} />}
      <div role="status">
        {ask.data && (
          <Answered documentId={documentId} questionId={ask.data.questionId} onShow={onShow} />
        )}
      </div>
    </Stack>
  );
}

function Answered({ documentId, questionId, onShow }: QuestionAsked & Omit<Asking, 'canAnswer'>) {
  const { data, error, refetch } = useQuery({
    queryKey: ['document', 'question', questionId],
    queryFn: ({ signal }) =>
      read<QuestionAnswered>(`/documents/${documentId}/questions/${questionId}`, signal),
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data?.answer) return <Text>Looking …</Text>;
  const { text, answer } = data;
  return (
    <Paper withBorder p="sm">
      <Text size="sm" c="dimmed" className="words">
        {text}
      </Text>
      {answer.kind === 'answered' ? (
        <>
          <Text className="words" mt="xs">
            {answer.text}
          </Text>
          {answer.sources.map((source) => (
            <Source key={`${source.page}/${source.quote}`} source={source} onShow={onShow} />
          ))}
        </>
      ) : (
        <Text mt="xs">{UNANSWERED[answer.kind]}</Text>
      )}
    </Paper>
  );
}

type Answer = NonNullable<QuestionAnswered['answer']>;

const UNANSWERED: Record<Exclude<Answer['kind'], 'answered'>, string> = {
  'not-in-document':
    'The assistant finds no sure answer in this document. A resident would be handed to a person.',
  'not-published': 'No version of this document is in use any more.',
  'model-unavailable': 'The language model does not answer just now. Ask again a little later.',
};

type AnswerSource = Extract<Answer, { kind: 'answered' }>['sources'][number];

function Source({
  source: { quote, page, version },
  onShow,
}: {
  source: AnswerSource;
  onShow: (place: Place) => void;
}) {
  return (
    <Box component="figure" my="xs" mx={0}>
      <Text component="blockquote" size="sm" m={0} pl="sm" className="words">
        “{quote}”
      </Text>
      <figcaption>
        <Button variant="default" size="xs" mt={4} onClick={() => onShow({ version, page, quote })}>
          Show page {page} of version {version}
        </Button>
      </figcaption>
    </Box>
  );
}
