// Stands in for the worker and the API: keeps the promises of engines/part.ts and notes when it was asked to stop.
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';

const name = basename(process.argv[1] ?? '', '.ts');
const notes = `${process.env['NIGHTPORTER_DATA']}/notes`;

process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => {
  appendFileSync(notes, `${name} stopped\n`);
  process.exit();
});
if (process.env['STAND_IN_REFUSES'] === name) {
  process.send?.({ kind: 'refused', reason: 'OPENAI_MODEL: is empty, so give it a name.' });
  process.exit(1);
}
const seen = [
  'no_proxy',
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'NIGHTPORTER_TEMPORAL_UI',
];
const lines = seen.map((variable) => `${variable}=${process.env[variable]}`);
process.send?.({ kind: 'ready', lines: [`part ${process.pid}`, ...lines] });
setInterval(() => {}, 1_000);
