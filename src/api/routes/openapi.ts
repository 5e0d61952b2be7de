import { Router } from 'express';
import { createOpenApi } from '../openapi/document.ts';

/** `GET /openapi.json`: all of this API for a program that reads; a page of any origin may. */
export function openApiRoutes(): Router {
  const router = Router();
  const document = JSON.stringify(createOpenApi());
  router.get('/openapi.json', (_request, response) => {
    response.set('access-control-allow-origin', '*').type('application/json').send(document);
  });
  return router;
}
