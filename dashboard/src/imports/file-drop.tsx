import { Input, Paper } from '@mantine/core';
import { useId, useRef, useState, type DragEvent } from 'react';
import { chooseFile, type ChosenFile } from './chosen-file.ts';

/** A file chosen by its field, or dropped on it. */
export function FileDrop({
  isDisabled,
  onChoose,
}: {
  isDisabled: boolean;
  onChoose: (file: ChosenFile | null) => void;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const chosen = await chooseFile(file);
    const isRefused = 'refusal' in chosen;
    setRefusal(isRefused ? chosen.refusal : null);
    onChoose(isRefused ? null : chosen);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const { files } = event.dataTransfer;
    if (isDisabled || !field.current || files.length === 0) return;
    field.current.files = files; // so that the field itself names it
    void take(files[0]);
  };
  return (
    <Paper
      withBorder
      p="md"
      bd={`2px dashed ${isOver ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-dimmed)'}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Input.Wrapper
        id={id}
        label="CSV file"
        description="Choose it, or drop it here. At most 5 MB and 20,000 rows."
        error={refusal ?? undefined}
      >
        <input
          id={id}
          ref={field}
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          disabled={isDisabled}
          aria-invalid={refusal !== null}
          aria-describedby={`${id}-description${refusal === null ? '' : ` ${id}-error`}`}
          style={{ display: 'block', maxWidth: '100%', padding: '0.5rem 0', font: 'inherit' }}
          // The same name again is a change too: somebody has mended the file.
          onClick={({ currentTarget }) => (currentTarget.value = '')}
          onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
        />
      </Input.Wrapper>
    </Paper>
  );
}
