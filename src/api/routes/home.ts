import { Router } from 'express';

/** `GET /`: the desk for a browser; for anything else, which doors there are. */
export function homeRoutes(): Router {
  const router = Router();
  router.get('/', (request, response) => {
    response.vary('accept');
    if (request.accepts(['json', 'html']) === 'html') {
      response.redirect('/desk/');
      return;
    }
    response.json({
      name: 'Night Porter',
      doors: ['/desk/', '/webhooks/whatsapp', '/webhook/resident-message', '/chat/messages'],
      state: '/ready',
    });
  });
  return router;
}
