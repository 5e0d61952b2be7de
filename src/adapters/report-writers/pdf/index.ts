import PDFDocument from 'pdfkit';
import type { Report, ReportSection, ReportWriter } from '../../../ports/report-writer.ts';

// pdfkit 0.20 (https://pdfkit.org/docs/text.html, read 2026-11-23). Its own fonts know the letters of WinAnsi only.
type Pdf = InstanceType<typeof PDFDocument>;

const MARGIN_POINTS = 56;
const POINTS = { title: 18, heading: 13, head: 10, text: 9, foot: 8 } as const;
// An item keeps this much room, so that its first line never stands alone at a page's foot.
const ITEM_ROOM_POINTS = 48;
const INDENT_POINTS = 12;

/** Sets reports on pages of letter size. */
export function createPdfReportWriter(): ReportWriter {
  return {
    async writePdf(report) {
      const pdf = new PDFDocument({
        size: 'LETTER',
        margin: MARGIN_POINTS,
        bufferPages: true,
        lang: 'en-US',
        info: { Title: printable(report.title), CreationDate: new Date(report.madeAt) },
      });
      const bytes = collect(pdf);
      writeHead(pdf, report);
      for (const section of report.sections) writeSection(pdf, section);
      writeFeet(pdf, report.foot);
      pdf.end();
      return bytes;
    },
  };
}

async function collect(pdf: Pdf): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.on('end', () => resolve(Buffer.concat(chunks)));
  pdf.on('error', reject);
  return promise;
}

function writeHead(pdf: Pdf, { title, about }: Report): void {
  bold(pdf, POINTS.title).text(printable(title)).moveDown(0.5);
  for (const { name, value } of about) {
    bold(pdf, POINTS.text).text(`${printable(name)}: `, { continued: true });
    plain(pdf).text(printable(value));
  }
}

function writeSection(pdf: Pdf, { heading, items }: ReportSection): void {
  keepRoom(pdf);
  pdf.moveDown(1);
  bold(pdf, POINTS.heading).text(printable(heading)).moveDown(0.3);
  for (const { head, lines } of items) {
    keepRoom(pdf);
    bold(pdf, POINTS.head).text(printable(head));
    pdf.x = MARGIN_POINTS + INDENT_POINTS;
    for (const line of lines) plain(pdf).text(printable(line));
    pdf.x = MARGIN_POINTS;
    pdf.moveDown(0.5);
  }
}

function keepRoom(pdf: Pdf): void {
  if (pdf.y > pdf.page.height - MARGIN_POINTS - ITEM_ROOM_POINTS) pdf.addPage();
}

function writeFeet(pdf: Pdf, foot: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index);
    // Below the margin, where pdfkit would begin a page of its own.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - MARGIN_POINTS / 2;
    plain(pdf, POINTS.foot).text(
      `${printable(foot)} · Page ${index + 1} of ${count}`,
      MARGIN_POINTS,
      y,
      {
        lineBreak: false,
      },
    );
  }
}

const bold = (pdf: Pdf, size: number): Pdf => pdf.font('Helvetica-Bold').fontSize(size);
const plain = (pdf: Pdf, size: number = POINTS.text): Pdf => pdf.font('Helvetica').fontSize(size);

// Windows-1252: ASCII, Latin-1, and the signs that our own sentences use.
const UNKNOWN =
  /[^\n\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/gu;

/** Letters that the font has: accents go where they must, what is left is shown as a question mark. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(UNKNOWN, (letter) => letter.normalize('NFD').replaceAll(/\p{Mark}/gu, ''))
    .replaceAll(UNKNOWN, '?');
}
