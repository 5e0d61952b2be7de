import { describe, expect, test } from 'vitest';
import type { DocumentReader } from '../../src/ports/document-reader.ts';
import { DocumentUnreadable } from '../../src/ports/errors.ts';
import { aPdf, writePdf } from '../fakes/pdf-files.ts';

/** What every reader of PDFs owes. */
export function documentReaderContract(name: string, make: () => DocumentReader): void {
  const failureOf = (file: Uint8Array): Promise<string> =>
    make()
      .read(file)
      .then(
        () => 'read',
        (error: unknown) => (error instanceof DocumentUnreadable ? error.failure : String(error)),
      );

  describe(`${name} as a document reader`, () => {
    test('reads the text of each page in order', async () => {
      const pages = await make().read(
        await aPdf(['Quiet hours begin at ten.', 'The pool opens in May.']),
      );
      expect(pages).toEqual([
        { number: 1, text: 'Quiet hours begin at ten.' },
        { number: 2, text: 'The pool opens in May.' },
      ]);
    });

    test('leaves the caller its bytes', async () => {
      const file = await aPdf(['Quiet hours begin at ten.']);
      await make().read(file);
      expect(file.byteLength).toBeGreaterThan(0);
      expect(await make().read(file)).toHaveLength(1);
    });

    test('says that a file is no PDF', async () => {
      expect(await failureOf(new TextEncoder().encode('Dear resident, ...'))).toBe('not-a-pdf');
    });

    test('says that a PDF is locked', async () => {
      const locked = await aPdf(['secret'], { userPassword: 'open', ownerPassword: 'sesame' });
      expect(await failureOf(locked)).toBe('password-protected');
    });

    test('says that a PDF is damaged', async () => {
      const file = await aPdf(['Quiet hours begin at ten.']);
      expect(await failureOf(file.subarray(0, file.byteLength / 2))).toBe('damaged');
    });

    test('says that a PDF holds no text', async () => {
      const drawn = await writePdf((pdf) => pdf.rect(50, 50, 200, 200).fill('black'));
      expect(await failureOf(drawn)).toBe('no-text');
    });

    test('says that a file is empty', async () => {
      expect(await failureOf(new Uint8Array())).toBe('empty');
      expect(await failureOf(await writePdf(() => undefined, { autoFirstPage: false }))).toBe(
        'empty',
      );
    });

    test('says that a file is too large, before it is opened', async () => {
      const file = new Uint8Array(21 * 1024 * 1024);
      file.set(new TextEncoder().encode('%PDF-1.7'));
      expect(await failureOf(file)).toBe('too-large');
    });
  });
}
