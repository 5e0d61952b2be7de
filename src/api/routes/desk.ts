import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { RecordNotFound } from '../../ports/errors.ts';

/**
 * `/desk`: the built dashboard. Each of its own addresses answers the page; files named by their content are kept for a
 * year. Nothing here is secret: what it shows comes from the routes that ask who is there.
 */
export function deskRoutes({ folder }: { folder: string }): Router {
  const router = Router();
  const assets = { immutable: true, maxAge: '365d', index: false, redirect: false } as const;
  router.use('/assets', express.static(join(folder, 'assets'), assets), () => {
    throw new RecordNotFound('no such file; load the page again');
  });
  router.use(express.static(folder, { index: false, redirect: false }));
  router.get('/{*path}', (_request, response) => {
    if (!existsSync(join(folder, 'index.html'))) {
      throw new RecordNotFound('the desk is not built yet: `npm start` builds it');
    }
    response.set('cache-control', 'no-cache').sendFile('index.html', { root: folder });
  });
  return router;
}
