import { raw, Router } from 'express';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Simulator } from '../simulator.ts';

/**
 * `/stand-in/whatsapp`: where the house's own WhatsApp client sends to while there is no real number. The stand-in checks
 * its token as Meta would; without a simulator there is no such address.
 */
export function whatsAppStandInRoutes({ simulator }: { simulator: Simulator | null }): Router {
  const router = Router();
  router.post(
    '/:version/:number/messages',
    raw({ type: () => true, limit: '64kb' }),
    (request, response) => {
      const whatsApp = simulator?.whatsApp;
      if (!whatsApp) throw new RecordNotFound('there is no stand-in for WhatsApp here');
      const { status, body } = whatsApp.take({
        method: request.method,
        path: request.path,
        headers: {
          authorization: request.get('authorization'),
          'content-type': request.get('content-type'),
        },
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      response.status(status).json(body);
    },
  );
  return router;
}
