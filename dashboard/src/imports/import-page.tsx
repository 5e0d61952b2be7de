import { Anchor, Grid, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useParams } from 'react-router';
import type { ImportKindAnswer } from '../../../src/api/answers/import.ts';
import { CardLink } from '../shell/card-link.tsx';
import { read } from '../shell/client.ts';
import { Page } from '../shell/page.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { exampleOf } from './examples.ts';
import { ImportForm } from './import-form.tsx';
import { COLUMNS, KINDS } from './words.ts';

/** The kinds of files in their order, and one of them to be tried and imported. */
export function ImportPage() {
  const { kind } = useParams();
  const wanted = kind ?? 'properties';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['import', 'kinds'],
    queryFn: () => read<ImportKindAnswer[]>('/imports'),
    staleTime: Infinity,
  });
  const chosen = data?.find(({ kind }) => kind === wanted);
  return (
    <Page title="Import" focusedOn="import">
      {isPending && <Loading what="what can be imported" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && (
        <Grid gap="xl">
          {/* On a phone the list or what was chosen from it, never both. */}
          <Grid.Col span={{ base: 12, md: 4 }} {...(kind && { visibleFrom: 'md' })}>
            <Kinds kinds={data} chosen={wanted} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8 }} {...(!kind && { visibleFrom: 'md' })}>
            <Anchor component={Link} to="/imports" hiddenFrom="md" underline="always">
              Back to the list
            </Anchor>
            {chosen ? (
              <Chosen
                key={chosen.kind}
                chosen={chosen}
                kinds={data}
                takesFocus={kind !== undefined}
              />
            ) : (
              <Empty title="There is no such file" hint="Choose one from the list." />
            )}
          </Grid.Col>
        </Grid>
      )}
    </Page>
  );
}

function Kinds({ kinds, chosen }: { kinds: ImportKindAnswer[]; chosen: string }) {
  return (
    <Stack gap="xs" component="nav" aria-label="Kinds of files">
      <Text>
        A building comes in as one CSV file for each kind, in this order. A file can be imported
        again: what is there already is changed or left, and nothing is removed.
      </Text>
      {kinds.map(({ kind }, index) => (
        <CardLink key={kind} to={`/imports/${kind}`} isChosen={kind === chosen}>
          <Text fw={600}>
            {index + 1}. {KINDS[kind].title}
          </Text>
          <Text size="sm" c="dimmed">
            {KINDS[kind].order}
          </Text>
        </CardLink>
      ))}
    </Stack>
  );
}

function Chosen({
  chosen,
  kinds,
  takesFocus,
}: {
  chosen: ImportKindAnswer;
  kinds: ImportKindAnswer[];
  /** Somebody has just chosen it. */
  takesFocus: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const { kind, columns } = chosen;
  const example = exampleOf(kind);
  const needed = columns.filter(({ isNeeded }) => isNeeded).map(({ name }) => name);
  return (
    <Stack>
      <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {KINDS[kind].title}
      </Title>
      <Text>
        The first row names the columns. Needed: {needed.join(', ')}.{' '}
        <Anchor href={example.address} download={example.name} underline="always">
          Download an example ({example.name})
        </Anchor>
      </Text>
      <details>
        <summary>All columns ({columns.length})</summary>
        <List size="sm" mt="xs">
          {columns.map(({ name, isNeeded }) => (
            <List.Item key={name}>
              <strong>{name}</strong>
              {isNeeded ? ' (needed)' : ''}
              {COLUMNS[name] ? `: ${COLUMNS[name]}` : ''}
            </List.Item>
          ))}
        </List>
      </details>
      <ImportForm kind={kind} kinds={kinds} />
    </Stack>
  );
}
