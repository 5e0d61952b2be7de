import { describe, expect, test } from 'vitest';
import { createPdfDocumentReader } from '../../src/adapters/document-readers/pdf/index.ts';
import { aPdf, writePdf } from '../fakes/pdf-files.ts';
import { documentReaderContract } from './document-reader.contract.ts';

documentReaderContract('pdf', createPdfDocumentReader);

describe('the PDF reader', () => {
  test('says that a PDF has too many pages', async () => {
    const reader = createPdfDocumentReader({ pagesMax: 2 });
    const reading = reader.read(await aPdf(['one', 'two', 'three']));
    await expect(reading).rejects.toMatchObject({ failure: 'too-large' });
  });

  test('gives up on a file that takes too long', async () => {
    const reader = createPdfDocumentReader({ timeoutMs: 1 });
    const reading = reader.read(await aPdf(['Quiet hours begin at ten.']));
    await expect(reading).rejects.toMatchObject({ failure: 'too-large' });
  });

  test('drops headers and footers', async () => {
    const file = await writePdf((pdf) => {
      for (let page = 1; page <= 3; page += 1) {
        if (page > 1) pdf.addPage();
        pdf.text('Elm House Rules').moveDown();
        pdf.text(`Rule ${['one', 'two', 'three'][page - 1]} is about something else.`).moveDown();
        pdf.text(`Page ${page} of 3`);
      }
    });
    const pages = await createPdfDocumentReader().read(file);
    expect(pages.map(({ text }) => text)).toEqual([
      'Rule one is about something else.',
      'Rule two is about something else.',
      'Rule three is about something else.',
    ]);
  });
});
