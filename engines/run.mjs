// Every `npm run` script starts here: `node engines/run.mjs <entry point>.ts`. Plain JavaScript, so that an older
// Node can read it and say what is wrong instead of stumbling over TypeScript.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const NODE_NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) < NODE_NEEDED) {
  process.stderr.write(
    `Night Porter needs Node ${NODE_NEEDED} and this is ${process.versions.node}: run \`npm ci\`, which brings it, and then \`npm run <script>\` (or \`npm start\`) instead of node.\n`,
  );
  process.exit(1);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const [entryPoint] = process.argv.splice(2, 1);
await import(pathToFileURL(entryPoint).href);
