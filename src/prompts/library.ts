import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** One released version of a prompt. */
export interface Prompt {
  /** For the audit trail: `propose-decisions/v1@` and the first eight digits of its hash. */
  id: string;
  text: string;
  sha256: string;
}

/** Every prompt there is, read once. */
export interface PromptLibrary {
  /** @throws Error naming the prompts there are when none has that name, such as `propose-decisions/v1` */
  get(name: string): Prompt;
}

/** Reads all prompts: `<purpose>/v<number>.md` in this folder. */
export function readPromptLibrary(folder: URL = new URL('./', import.meta.url)): PromptLibrary {
  const prompts = new Map(namesIn(folder).map((name) => [name, readPrompt(name, folder)]));
  return {
    get(name) {
      const prompt = prompts.get(name);
      if (!prompt)
        throw new Error(`no prompt ${name}; there are ${[...prompts.keys()].join(', ')}`);
      return prompt;
    },
  };
}

function namesIn(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[a-z-]+\/v\d+\.md$/.test(path))
    .map((path) => path.slice(0, -'.md'.length))
    .toSorted();
}

function readPrompt(name: string, folder: URL): Prompt {
  const text = readFileSync(new URL(`${name}.md`, folder), 'utf8');
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { id: `${name}@${sha256.slice(0, 8)}`, text, sha256 };
}
