import { relative } from 'node:path';
import type { House } from './bring-up.ts';
import type { DataFolder } from './data-folder.ts';

/** The one screen that `npm start` ends with: where everything is, and what the house itself has to say. */
export function startScreen(house: House, folder: DataFolder): string[] {
  const shown = relative(process.cwd(), folder.path) || '.';
  return [
    '',
    'Night Porter is open.',
    '',
    `  Product          ${house.productUrl}`,
    `  Temporal Web UI  ${house.temporalUiUrl ?? `(of ${house.temporalAddress})`}`,
    `  Database         ${withoutPassword(house.databaseUrl)}`,
    `  Logs and data    ${shown}`,
    '',
    ...house.lines,
    ...(house.lines.length > 0 ? [''] : []),
    'Ctrl-C stops everything; nothing is lost, and `npm start` goes on where it stopped.',
  ];
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return '(as DATABASE_URL says)';
  const shown = new URL(url);
  shown.password = '';
  shown.search = '';
  return shown.href;
}
