/** A report to be read on paper: every sentence is made already, the writer only sets it on pages. */
export interface Report {
  title: string;
  /** What stands at the head, a name and its value each. */
  about: { name: string; value: string }[];
  sections: ReportSection[];
  /** At the foot of every page, beside its number. */
  foot: string;
  madeAt: string;
}

/** A heading and what stands under it. */
export interface ReportSection {
  heading: string;
  items: { head: string; lines: string[] }[];
}

/** Makes files for reading and keeping. */
export interface ReportWriter {
  /** A PDF with page numbers; the same report gives the same bytes. */
  writePdf(report: Report): Promise<Uint8Array>;
}
