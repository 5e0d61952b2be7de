// Names and words are sealed or elsewhere, so a search reads them; this many are read for one answer.
const LOOKED_MAX = 1_000;

interface Pile<Item> {
  /** Where to begin. */
  offset: number;
  /** How many a page has; a shorter one is the last. */
  pageSize: number;
  readPage: (offset: number) => Promise<Item[]>;
  isWanted: (item: Item) => boolean;
}

/** What is wanted of a pile, page by page until a page is full or enough was looked at; `next` is where to go on. */
export async function lookThrough<Item>({
  offset,
  pageSize,
  readPage,
  isWanted,
}: Pile<Item>): Promise<{ found: Item[]; next: number | null }> {
  const found: Item[] = [];
  for (let at = offset; ;) {
    const page = await readPage(at);
    found.push(...page.filter(isWanted));
    at += page.length;
    if (page.length < pageSize) return { found, next: null };
    if (found.length >= pageSize || at - offset >= LOOKED_MAX) return { found, next: at };
  }
}
