/** A Markdown file taken apart: the lines between the `---` marks by name, and the text below them. */
export interface FrontMatter {
  fields: ReadonlyMap<string, string>;
  body: string;
}

const FENCED = /^---\n(.*?)\n---\n(.*)$/s;

/** Splits the front matter from the text. @throws Error when the file has none, or a line is not `name: value`. */
export function readFrontMatter(markdown: string): FrontMatter {
  const [, head, body] = FENCED.exec(markdown.replaceAll('\r\n', '\n')) ?? [];
  if (head === undefined || body === undefined) throw new Error('the document has no front matter');
  return { fields: new Map(head.split('\n').map(readField)), body: body.trim() };
}

/** The value of one field. @throws Error naming the field when it is missing or empty. */
export function requiredField({ fields }: FrontMatter, name: string): string {
  const value = fields.get(name);
  if (!value) throw new Error(`the front matter has no ${name}`);
  return value;
}

function readField(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new Error(`not a front matter line: ${line}`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
