// `npm start` with stand-ins for the worker and the API.
import { fileURLToPath } from 'node:url';
import { keepHouse } from '../../../../engines/house.ts';
import { asCommand } from '../../../../engines/terminal.ts';

const scriptOf = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
const scripts = { worker: scriptOf('worker'), api: scriptOf('api') };
await asCommand(() => keepHouse({ environment: process.env, scripts }));
