/** One piece of a page: a heading of level 1 to 3, a paragraph, or one item of a list. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'item'; text: string };

const HEADING = /^(#{1,3}) +(.+)$/;
const ITEM = /^[-*] +(.+)$/;

/** Reads the Markdown that our documents use: headings, paragraphs and flat lists, wrapped lines joined. */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let isNewParagraph = true;
  for (const line of markdown.split(/\r?\n/).map((raw) => raw.trim())) {
    const open = isNewParagraph ? undefined : blocks.at(-1);
    isNewParagraph = line === '' || line.startsWith('#');
    if (line === '') continue;
    const begun = beginBlock(line);
    if (begun.kind === 'paragraph' && open) open.text += ` ${line}`;
    else blocks.push(begun);
  }
  return blocks;
}

function beginBlock(line: string): Block {
  const [, marks, heading] = HEADING.exec(line) ?? [];
  if (marks && heading) return { kind: 'heading', level: marks.length, text: heading };
  const [, item] = ITEM.exec(line) ?? [];
  return item ? { kind: 'item', text: item } : { kind: 'paragraph', text: line };
}
