import { z } from 'zod';
import type { ChannelFault } from '../plan.ts';
import { openDoor, type Answer, type Door } from './http-door.ts';

export const NUMBER_ID = '770001112223334';
export const GRAPH_TOKEN = 'a-graph-token-for-faults';

/** A message that reached the channel, whatever was answered about it. */
export interface Arrival {
  at: number;
  /** The id that the channel gave it. */
  id: string;
  /** Digits of the number that it goes to. */
  to: string;
  /** The sender's own id for it. */
  sendId: string;
  text: string;
  /** Whether the sender was told that it was taken. */
  isAnswered: boolean;
}

/** The channel's own ledger, and its orders to spoil. */
export interface ChannelStandIn extends Door {
  arrivals: Arrival[];
  /** Spoils the nth message from now on to a number. */
  spoil(order: { to: string; nth: number; fault: ChannelFault }): void;
}

const Message = z.object({
  to: z.string(),
  text: z.object({ body: z.string() }),
  biz_opaque_callback_data: z.string(),
});
const SLOW_MS = 3_000;

/** Opens a Graph API that takes messages; `onArrival` runs before anything is answered. */
export async function openChannel(
  onArrival: (arrival: Arrival) => Promise<void>,
): Promise<ChannelStandIn> {
  const arrivals: Arrival[] = [];
  const orders: { to: string; left: number; fault: ChannelFault }[] = [];

  const nextFault = (to: string): ChannelFault | null => {
    const order = orders.find((one) => one.to === to);
    if (!order) return null;
    if (order.left > 0) {
      order.left -= 1;
      return null;
    }
    orders.splice(orders.indexOf(order), 1);
    return order.fault;
  };
  const take = async (message: z.infer<typeof Message>, isAnswered: boolean): Promise<Answer> => {
    const to = message.to.replaceAll(/\D/g, '');
    const arrival: Arrival = {
      at: Date.now(),
      id: `wamid.FAULTS${arrivals.length + 1}=`,
      to,
      sendId: message.biz_opaque_callback_data,
      text: message.text.body,
      isAnswered,
    };
    arrivals.push(arrival);
    await onArrival(arrival);
    const contacts = [{ input: message.to, wa_id: to }];
    const messages = [{ id: arrival.id }];
    return { status: 200, value: { messaging_product: 'whatsapp', contacts, messages } };
  };

  const door = await openDoor(async ({ method, path, authorization, body }) => {
    if (authorization !== `Bearer ${GRAPH_TOKEN}`) return failed(401, 190);
    if (method !== 'POST' || !path.endsWith(`/${NUMBER_ID}/messages`)) return failed(400, 100);
    const message = Message.parse(JSON.parse(body));
    switch (nextFault(message.to.replaceAll(/\D/g, ''))) {
      case 'answer-lost':
        await take(message, false);
        return 'cut';
      case 'failed-after':
        await take(message, false);
        return failed(500, 131000);
      case 'slow-down':
        return { ...failed(429, 130429), headers: { 'retry-after': '1' } };
      case 'unavailable':
        return { status: 503, value: {} };
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
        return take(message, true);
      case null:
        return take(message, true);
    }
  });
  return {
    ...door,
    url: `${door.url}/v25.0`,
    arrivals,
    spoil: ({ to, nth, fault }) => void orders.push({ to, left: nth, fault }),
  };
}

const failed = (status: number, code: number) => ({
  status,
  value: { error: { message: 'as ordered', type: 'OAuthException', code, fbtrace_id: 'x' } },
});
