import type { ImportKind, ImportKindAnswer } from '../../../src/api/answers/import.ts';

// The API refuses more before it reads it; here nobody need send it first.
const MEGABYTE = 1024 * 1024;
const BYTES_MAX = 5 * MEGABYTE;

/** A file as it was when it was chosen: what is imported is what was tried, whatever becomes of it on the disk. */
export interface ChosenFile {
  name: string;
  bytes: Blob;
  /** The columns that its first line names, as far as it can be read here. */
  header: string[];
}

/** Reads a file, or says why it cannot be taken. */
export async function chooseFile(file: File): Promise<ChosenFile | { refusal: string }> {
  if (file.size > BYTES_MAX) {
    const megabytes = Math.ceil(file.size / MEGABYTE).toLocaleString('en');
    return {
      refusal: `This file has ${megabytes} MB; 5 MB is the most. Cut it into several files, each with the heading row.`,
    };
  }
  try {
    const bytes = await file.arrayBuffer();
    return { name: file.name, bytes: new Blob([bytes]), header: headerOf(new Uint8Array(bytes)) };
  } catch {
    return { refusal: 'This file cannot be read here. Is it still there, and yours to open?' };
  }
}

/** The kind that a file's heading fits although another was chosen; null where there is none such. */
export function likelierKind(
  header: readonly string[],
  { kind, kinds }: { kind: ImportKind; kinds: readonly ImportKindAnswer[] },
): ImportKind | null {
  const fits = ({ columns }: ImportKindAnswer): boolean =>
    columns.every(({ name, isNeeded }) => !isNeeded || header.includes(name)) &&
    header.every((name) => columns.some((column) => column.name === name));
  if (kinds.some((one) => one.kind === kind && fits(one))) return null;
  return kinds.find(fits)?.kind ?? null;
}

function headerOf(bytes: Uint8Array): string[] {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes.slice(0, 4096));
  const [line = ''] = text.split(/[\r\n]/);
  return line.split(/[,;\t]/).map((cell) =>
    cell
      .replaceAll('"', '')
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
}
