import type { Page } from '../../../domain/document.ts';

// Headers and footers stand among the first or last lines of a page; a line in the middle that repeats is content.
const EDGE_LINES = 3;
const PAGES_SHARE = 0.6;
const PAGES_MIN = 2;

/** Takes out headers and footers: lines at the edge that most pages repeat, whatever page number stands in them. */
export function removeRepeatedLines(pages: readonly Page[]): Page[] {
  const repeated = repeatedLines(pages);
  return pages.map(({ number, text }) => {
    const lines = text.split('\n');
    const kept = lines.filter(
      (line, index) => !isEdge(lines, index) || !repeated.has(shapeOf(line)),
    );
    return { number, text: kept.join('\n').trim() };
  });
}

function repeatedLines(pages: readonly Page[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { text } of pages) {
    const lines = text.split('\n');
    const edges = new Set(lines.filter((_, index) => isEdge(lines, index)).map(shapeOf));
    for (const shape of edges) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const needed = Math.max(PAGES_MIN, Math.ceil(pages.length * PAGES_SHARE));
  return new Set([...counts].filter(([, count]) => count >= needed).map(([shape]) => shape));
}

function isEdge(lines: readonly string[], index: number): boolean {
  return index < EDGE_LINES || index >= lines.length - EDGE_LINES;
}

// "Page 3 of 8" and "Page 4 of 8" are one line; "1. Pool" and "2. Pool" at the top of two pages are not numbered pages.
function shapeOf(line: string): string {
  const text = line.trim().toLowerCase().replace(/\s+/g, ' ');
  return /^\d+[.)]\s/.test(text) ? text : text.replace(/\d+/g, '#');
}
