import { Router } from 'express';

/** `GET /`: says what this is until there is a dashboard. */
export function homeRoutes(): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({
      name: 'Night Porter',
      doors: ['/webhooks/whatsapp', '/webhook/resident-message', '/chat/messages'],
      state: '/ready',
    });
  });
  return router;
}
