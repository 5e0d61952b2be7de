import { Alert, Button, Input, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import type { DocumentReceived, DocumentVersion } from '../../../src/api/answers/document.ts';
import { Refused, sendFile } from '../shell/client.ts';
import { Failed } from '../shell/states.tsx';
import { ForWhom } from './for-whom.tsx';

// The API refuses more before it reads it; here nobody need send it first.
const BYTES_MAX = 20 * 1024 * 1024;
const TITLE_MAX = 200;

interface UploadFormProps {
  /** The document that gets a new version; null for a new one. */
  of: DocumentVersion | null;
  onDone: () => void;
}

/** A file, its title and whom it is for; afterwards the document's own page shows how it is read. */
export function UploadForm({ of, onDone }: UploadFormProps) {
  const [file, setFile] = useState<File | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const scope = of ? `${of.scope.kind}:${of.scope.id}` : chosen;
  const title = of?.title ?? typed ?? titleOf(file);
  const upload = useUpload(onDone);
  const tooLarge = tooLargeText(file);
  const isNamed = title.trim() !== '';
  const ready = file && scope && isNamed && tooLarge === null ? { file, title, scope } : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !upload.isPending) upload.mutate(ready);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <FileField onChoose={setFile} error={tooLarge} />
        {of ? (
          <Text>A new version of “{of.title}”. It replaces the present one once it was read.</Text>
        ) : (
          <>
            <TextInput
              label="Title"
              description="The same title again, for the same homes, is a new version."
              maxLength={TITLE_MAX}
              value={title}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <ForWhom onChoose={setChosen} />
          </>
        )}
        <Button type="submit" disabled={!ready} loading={upload.isPending}>
          Upload
        </Button>
        <Outcome error={upload.error} received={upload.data} />
      </Stack>
    </form>
  );
}

function Outcome({
  error,
  received,
}: {
  error: Error | null;
  received: DocumentReceived | undefined;
}) {
  if (error) return <Failed error={explained(error)} />;
  if (received?.is_new !== false) return null;
  return (
    <Alert variant="outline" role="status">
      This very file is here already, as version {received.version}. Nothing was changed.
    </Alert>
  );
}

function FileField({
  onChoose,
  error,
}: {
  onChoose: (file: File | null) => void;
  error: string | null;
}) {
  const id = useId();
  return (
    <Input.Wrapper
      id={id}
      label="PDF file"
      description="20 MB and 500 pages at most"
      error={error ?? undefined}
    >
      <input
        id={id}
        type="file"
        accept=".pdf,application/pdf"
        aria-invalid={error !== null}
        aria-describedby={`${id}-description${error === null ? '' : ` ${id}-error`}`}
        style={{ display: 'block', maxWidth: '100%', padding: '0.5rem 0', font: 'inherit' }}
        onChange={({ currentTarget }) => onChoose(currentTarget.files?.[0] ?? null)}
      />
    </Input.Wrapper>
  );
}

function useUpload(onDone: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ file, title, scope }: { file: File; title: string; scope: string }) => {
      const query = new URLSearchParams({ title: title.trim(), scope });
      return sendFile<DocumentReceived>(`/documents?${query}`, file);
    },
    async onSuccess({ is_new: isNew, document_id: documentId }) {
      await client.invalidateQueries({ queryKey: ['document'] });
      if (!isNew) return;
      onDone();
      await navigate(`/documents/${documentId}`);
    },
  });
}

function explained(error: Error): Error {
  const isTooLarge = error instanceof Refused && error.status === 413;
  return isTooLarge ? new Refused(413, { detail: `${error.message} ${SPLIT}` }) : error;
}

const SPLIT = 'Split the PDF and upload the parts.';

function tooLargeText(file: File | null): string | null {
  if (!file || file.size <= BYTES_MAX) return null;
  const megabytes = Math.ceil(file.size / (1024 * 1024));
  return `This file has ${megabytes} MB; 20 MB is the most. ${SPLIT}`;
}

const titleOf = (file: File | null): string =>
  file?.name.replace(/\.pdf$/i, '').replaceAll('_', ' ') ?? '';
