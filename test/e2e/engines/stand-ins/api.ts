import { createServer } from 'node:http';
import './part.ts';

// Ready at once, as the real one is when nothing is left to be done.
createServer((_, response) => response.end('{"ready":true,"missing":[]}')).listen(
  Number(process.env['PORT']),
  '127.0.0.1',
);
