import { json, Router, type Request } from 'express';
import { z } from 'zod';
import { TEXT_LENGTH_MAX, type ChannelName } from '../../domain/message.ts';
import type { ChatTokens } from '../../ports/chat-tokens.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { ChatTokenAnswer, DocumentPageAnswer, SimulatorAnswer } from '../answers/simulator.ts';
import { Conflict } from '../errors.ts';
import { readAs } from '../read-as.ts';
import { seesProperty } from '../rights.ts';
import { listDelivered, readPhone } from '../simulated-phone.ts';
import type { SimulatedResident, Simulator } from '../simulator.ts';
import { propertyOfScope } from '../../domain/document.ts';

const TOO_LONG = `A message may have ${TEXT_LENGTH_MAX.toLocaleString('en')} characters at most: shorten it, or send it in parts.`;
const Params = z.object({ id: z.string().min(1).max(100) });
/** Which of a phone's channels. */
export const Which = z.object({ channel: z.enum(['whatsapp', 'web-chat']) });
/** What somebody types, with an id of their own by which a second post is the same message. */
export const Message = z.object({
  text: z.string().trim().min(1, 'Write something first.').max(TEXT_LENGTH_MAX, TOO_LONG),
  message_id: z.string().min(8).max(100),
});
/** One page of a document. */
export const PageOf = z.object({
  document: z.string().min(1).max(300),
  version: z.coerce.number().int().min(1),
  page: z.coerce.number().int().min(1),
});

interface SimulatorRoutesOptions {
  records: Pick<
    Records,
    'auditLog' | 'conversations' | 'documents' | 'inbox' | 'maintenanceRequests' | 'properties'
  >;
  /** Null: not in sample mode on loopback; every address then answers 404. */
  simulator: Simulator | null;
  chatTokens: ChatTokens | null;
  allow: Allow;
}

/** `/simulator`: the phones of the sample's residents, to write as one of them. Their words take the true doors. */
export function simulatorRoutes(options: SimulatorRoutesOptions): Router {
  const { records, chatTokens, allow } = options;
  const router = Router();
  const { open, enter, openWhatsApp, note } = createDoors(options);

  router.get('/residents', async (request, response) => {
    const { residents, whatsApp } = open();
    const staff = await allow(request, { action: 'simulator.use', propertyId: null });
    const seen = residents.filter(({ propertyId }) => seesProperty(staff, propertyId));
    const answer: SimulatorAnswer = { residents: seen, hasWhatsApp: whatsApp !== null };
    response.json(answer);
  });

  router.get('/residents/:id/phone', async (request, response) => {
    const { resident } = await enter(request);
    const { channel } = readAs(Which, request.query);
    response.json(await readPhone(records, { resident, channel }));
  });

  router.post('/residents/:id/messages', json({ limit: '64kb' }), async (request, response) => {
    const { resident, staffId } = await enter(request);
    const { text, message_id: messageId } = readAs(Message, request.body);
    const whatsApp = openWhatsApp();
    await note('simulated-message.written', { resident, staffId, channel: 'whatsapp' });
    await whatsApp.write({ from: resident.phone, text, messageId });
    response.status(202).json({ message_id: messageId });
  });

  router.post('/residents/:id/read', async (request, response) => {
    const { resident } = await enter(request);
    const sendIds = await listDelivered(records, resident);
    if (sendIds.length > 0) await openWhatsApp().read({ phone: resident.phone, sendIds });
    response.json({ read: sendIds.length });
  });

  router.post('/residents/:id/chat-token', async (request, response) => {
    const { resident, staffId } = await enter(request);
    if (!chatTokens) throw new Conflict('The web chat is closed: set NIGHTPORTER_WEBHOOK_SECRET.');
    await note('chat-token.made', { resident, staffId, channel: 'web-chat' });
    const answer: ChatTokenAnswer = { token: await chatTokens.sign(resident) };
    response.json(answer);
  });

  router.get('/residents/:id/page', async (request, response) => {
    const { resident } = await enter(request);
    const found = await records.documents.readPage(readAs(PageOf, request.query));
    const known = await records.properties.list();
    const answer: DocumentPageAnswer = {
      passages: found
        .filter(
          ({ scope }) =>
            scope.kind === 'organisation' || propertyOfScope(scope, known) === resident.propertyId,
        )
        .map(({ heading, text }) => ({ heading, text })),
    };
    response.json(answer);
  });

  return router;
}

/** Who may take which phone, and the record of it. */
function createDoors({ simulator, records, allow }: SimulatorRoutesOptions) {
  const open = (): Simulator => {
    if (!simulator) throw new RecordNotFound('there is no phone simulator here');
    return simulator;
  };
  const enter = async (request: Request) => {
    const { id } = readAs(Params, request.params);
    const resident = open().residents.find(({ residentId }) => residentId === id);
    if (!resident) throw new RecordNotFound(`no resident ${id} in the sample`);
    const { propertyId } = resident;
    const { staffId } = await allow(request, { action: 'simulator.use', propertyId });
    return { resident, staffId };
  };
  const openWhatsApp = () => {
    const { whatsApp } = open();
    if (whatsApp) return whatsApp;
    throw new Conflict('WhatsApp leads to a real number here, or is closed: write by web chat.');
  };
  const note = (
    event: string,
    { resident, ...facts }: { resident: SimulatedResident; staffId: string; channel: ChannelName },
  ): Promise<void> => {
    const { residentId, propertyId } = resident;
    const key = `${event}/${crypto.randomUUID()}`;
    return records.auditLog.append({
      chain: propertyId,
      key,
      event,
      facts: { ...facts, residentId },
    });
  };
  return { open, enter, openWhatsApp, note };
}
