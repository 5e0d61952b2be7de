import { Alert, Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type {
  ImportKind,
  ImportKindAnswer,
  ImportReport,
} from '../../../src/api/answers/import.ts';
import { sendFile } from '../shell/client.ts';
import { plural } from '../shell/plural.ts';
import { likelierKind, type ChosenFile } from './chosen-file.ts';
import { Faults } from './faults.tsx';
import { FileDrop } from './file-drop.tsx';
import { Done, Tried } from './report.tsx';
import { KINDS } from './words.ts';

const DATES = [
  { value: 'iso', label: 'as 2026-11-30' },
  { value: 'mdy', label: 'month first, as 11/30/2026' },
  { value: 'dmy', label: 'day first, as 30.11.2026' },
];

interface FormOptions {
  kind: ImportKind;
  kinds: ImportKindAnswer[];
}

/** A file, tried first: nothing is written before somebody has seen what would be. */
export function ImportForm({ kind, kinds }: FormOptions) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [dates, setDates] = useState('iso');
  const tried = useImport(kind, { isRehearsal: true });
  const done = useImport(kind, { isRehearsal: false });
  const isBusy = tried.isPending || done.isPending;
  const forget = (): void => {
    tried.reset();
    done.reset();
  };
  const likelier = file && likelierKind(file.header, { kind, kinds });
  return (
    <Stack gap="md">
      <FileDrop
        isDisabled={isBusy}
        onChoose={(chosen) => {
          forget();
          setFile(chosen);
        }}
      />
      {likelier && <WrongKind likelier={likelier} kind={kind} />}
      <DatesField
        value={dates}
        isDisabled={isBusy}
        onChoose={(value) => {
          forget();
          setDates(value);
        }}
      />
      <Group>
        <Button
          disabled={!file || isBusy}
          loading={tried.isPending}
          variant={tried.data ? 'default' : 'filled'}
          onClick={() => {
            done.reset();
            if (file) tried.mutate({ file, dates });
          }}
        >
          Try it
        </Button>
        <Text size="sm" c="dimmed">
          Trying writes nothing.
        </Text>
      </Group>
      <Outcome kind={kind} kinds={kinds} tried={tried} done={done} />
    </Stack>
  );
}

/** What came of the try and of the import; the import takes exactly what was tried. */
function Outcome({
  kind,
  kinds,
  tried,
  done,
}: FormOptions & Record<'tried' | 'done', ReturnType<typeof useImport>>) {
  if (done.data) return <Done report={done.data} kinds={kinds} />;
  const { data: report, variables } = tried;
  return (
    <>
      {tried.error && <Faults error={tried.error} />}
      {report && (
        <Tried report={report}>
          <Button loading={done.isPending} onClick={() => variables && done.mutate(variables)}>
            Import {plural(rowsOf(report), KINDS[kind])}
          </Button>
        </Tried>
      )}
      {done.error && <Faults error={done.error} />}
    </>
  );
}

function DatesField({
  value,
  isDisabled,
  onChoose,
}: {
  value: string;
  isDisabled: boolean;
  onChoose: (value: string) => void;
}) {
  return (
    <NativeSelect
      label="How days are written in the file"
      data={DATES}
      value={value}
      disabled={isDisabled}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    />
  );
}

const rowsOf = ({ added, changed }: ImportReport): number => added + changed;

function WrongKind({ likelier, kind }: { likelier: ImportKind; kind: ImportKind }) {
  return (
    <Alert color="orange" variant="outline" role="alert">
      <Text>
        This looks like a file of {KINDS[likelier].many}, not of {KINDS[kind].many}.{' '}
        <Anchor component={Link} to={`/imports/${likelier}`} underline="always">
          Go to {KINDS[likelier].title}
        </Anchor>
      </Text>
    </Alert>
  );
}

function useImport(kind: ImportKind, { isRehearsal }: { isRehearsal: boolean }) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dates }: { file: ChosenFile; dates: string }) => {
      const query = new URLSearchParams({ dry_run: isRehearsal ? '1' : '0', dates });
      return sendFile<ImportReport>(`/imports/${kind}?${query}`, file.bytes);
    },
    onSuccess: () => (isRehearsal ? undefined : client.invalidateQueries()),
  });
}
