import { writeFileSync } from 'node:fs';

/** What is measured, a line at a time. */
export interface EvalReport {
  say(line: string): void;
  /** Keeps the lines in the file that `npm run eval` names; without one they were printed, and that is all. */
  keep(): void;
}

/** An empty report. */
export function createReport(): EvalReport {
  const lines: string[] = [];
  return {
    say(line) {
      lines.push(line);
      process.stdout.write(`${line}\n`);
    },
    keep() {
      const file = process.env['NIGHTPORTER_EVAL_REPORT'];
      if (file && lines.length > 0)
        writeFileSync(file, `${HEAD}\n${lines.map((line) => `- ${line}`).join('\n')}\n`);
    },
  };
}

const HEAD = `# What the house understands

Written by \`npm run eval\`, with the embedded model and no key. The floors stand in \`evals/understanding.test.ts\`; a number that
falls below one fails the run. Ids name cases of \`test/fixtures\`.
`;
