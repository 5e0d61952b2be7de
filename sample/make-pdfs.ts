import PDFDocument from 'pdfkit';

import { readFrontMatter, requiredField, type FrontMatter } from './front-matter.ts';
import { readBlocks, type Block } from './markdown-blocks.ts';

type Pdf = InstanceType<typeof PDFDocument>;

const MARGIN_POINTS = 72;
const BODY_POINTS = 11;
const HEADING_POINTS: Readonly<Record<number, number>> = { 1: 20, 2: 14, 3: 12 };
// A heading keeps this much room, itself and two lines, so that it never stands alone at a page's foot.
const HEADING_ROOM_POINTS = 64;
const LINE_ROOM_POINTS = 18;
const ITEM_INDENT_POINTS = 14;

/** Makes one of our Markdown documents into a PDF: the same text always gives the same bytes. */
export async function makePdf(markdown: string): Promise<Buffer> {
  const frontMatter = readFrontMatter(markdown);
  const title = requiredField(frontMatter, 'title');
  const pdf = openPdf({ title, effectiveFrom: requiredField(frontMatter, 'effective_from') });
  const bytes = collect(pdf);

  for (const block of readBlocks(frontMatter.body)) {
    writeBlock(pdf, block);
    if (block.kind === 'heading' && block.level === 1) writeEdition(pdf, frontMatter);
  }
  writeFooters(pdf, title);
  pdf.end();
  return bytes;
}

function openPdf({ title, effectiveFrom }: { title: string; effectiveFrom: string }): Pdf {
  return new PDFDocument({
    size: 'LETTER',
    margin: MARGIN_POINTS,
    bufferPages: true,
    lang: 'en-US',
    // pdfkit makes the file's id from these fields, so a fixed date fixes every byte.
    info: {
      Title: title,
      Author: 'Lanternlight Residences',
      CreationDate: new Date(`${effectiveFrom}T00:00:00Z`),
    },
  });
}

async function collect(pdf: Pdf): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.on('end', () => resolve(Buffer.concat(chunks)));
  pdf.on('error', reject);
  return promise;
}

function writeBlock(pdf: Pdf, block: Block): void {
  switch (block.kind) {
    case 'heading':
      return writeHeading(pdf, block);
    case 'paragraph':
      keepRoom(pdf, LINE_ROOM_POINTS);
      body(pdf).text(block.text).moveDown(0.6);
      return;
    case 'item':
      return writeItem(pdf, block.text);
  }
}

function writeHeading(pdf: Pdf, { level, text }: { level: number; text: string }): void {
  keepRoom(pdf, HEADING_ROOM_POINTS);
  if (pdf.y > MARGIN_POINTS) pdf.moveDown(0.5);
  pdf.font('Helvetica-Bold', HEADING_POINTS[level] ?? BODY_POINTS).text(text);
  pdf.moveDown(0.3);
}

function writeEdition(pdf: Pdf, frontMatter: FrontMatter): void {
  const version = requiredField(frontMatter, 'version');
  const effectiveFrom = requiredField(frontMatter, 'effective_from');
  body(pdf).text(`Version ${version}, in effect from ${effectiveFrom}.`).moveDown(0.6);
}

function writeItem(pdf: Pdf, text: string): void {
  const width = pdf.page.width - 2 * MARGIN_POINTS - ITEM_INDENT_POINTS;
  // An item of a few lines moves to the next page whole, and the bullet stays on its line.
  keepRoom(pdf, body(pdf).heightOfString(text, { width }));
  const { y } = pdf;
  pdf.text('\u2022', MARGIN_POINTS, y, { lineBreak: false });
  pdf.text(text, MARGIN_POINTS + ITEM_INDENT_POINTS, y, { width });
  pdf.x = MARGIN_POINTS;
  pdf.moveDown(0.3);
}

function writeFooters(pdf: Pdf, title: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    // Text below the bottom margin would open a new page.
    pdf.page.margins.bottom = 0;
    pdf.font('Helvetica', 9);
    pdf.text(`${title} - page ${index - start + 1}`, MARGIN_POINTS, pdf.page.height - 48, {
      align: 'center',
      width: pdf.page.width - 2 * MARGIN_POINTS,
    });
  }
}

function keepRoom(pdf: Pdf, points: number): void {
  if (pdf.y + points > pdf.page.height - MARGIN_POINTS) pdf.addPage();
}

function body(pdf: Pdf): Pdf {
  return pdf.font('Helvetica', BODY_POINTS);
}
