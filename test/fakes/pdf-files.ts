import PDFDocument from 'pdfkit';

type Pdf = InstanceType<typeof PDFDocument>;
type PdfOptions = ConstructorParameters<typeof PDFDocument>[0];

/** Writes a PDF in memory. */
export async function writePdf(
  write: (pdf: Pdf) => void,
  options: PdfOptions = {},
): Promise<Uint8Array> {
  const pdf = new PDFDocument(options);
  const { promise, resolve } = Promise.withResolvers<Uint8Array>();
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
  write(pdf);
  pdf.end();
  return promise;
}

/** A PDF with these pages, each a few lines of text. */
export function aPdf(pages: readonly string[], options: PdfOptions = {}): Promise<Uint8Array> {
  return writePdf((pdf) => {
    for (const [index, text] of pages.entries()) {
      if (index > 0) pdf.addPage();
      pdf.fontSize(11).text(text);
    }
  }, options);
}
