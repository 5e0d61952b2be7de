import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { PhoneAnswer, SimulatorAnswer } from '../../../src/api/answers/simulator.ts';
import { read, write } from '../shell/client.ts';
import { useLive } from '../shell/live.tsx';
import { knock } from './chat.ts';

/** One of the residents as whom one may write. */
export type SimulatedResident = SimulatorAnswer['residents'][number];

/** By what the phone writes. */
export type PhoneChannel = 'whatsapp' | 'web-chat';

/** A phone: whose it is, and by what it writes. */
export interface Held {
  resident: SimulatedResident;
  channel: PhoneChannel;
}

const addressOf = ({ residentId }: SimulatedResident): string =>
  `/simulator/residents/${encodeURIComponent(residentId)}`;

// Beginning with a topic of the live events, so that news have it read anew.
const keyOf = ({ resident, channel }: Held) => [
  'conversation',
  'phone',
  channel,
  resident.residentId,
];

/** What the phone shows, live. The web chat is read at the resident's own door, with their token. */
export function usePhone(held: Held) {
  const client = useQueryClient();
  const queryKey = keyOf(held);
  useLive('request', () => void client.invalidateQueries({ queryKey }));
  return useQuery({
    queryKey,
    async queryFn({ signal }): Promise<PhoneAnswer> {
      const { resident, channel } = held;
      const phone = await read<PhoneAnswer>(
        `${addressOf(resident)}/phone?channel=${channel}`,
        signal,
      );
      if (channel === 'whatsapp') return phone;
      const { lines, isSettled } = await knock<Pick<PhoneAnswer, 'lines' | 'isSettled'>>(
        resident.residentId,
        { signal },
      );
      return { ...phone, lines, isSettled };
    },
  });
}

/** Sends words as the resident; the same id says them once, however often they are sent. */
export function useWrite(held: Held) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { text: string; message_id: string }) =>
      held.channel === 'whatsapp'
        ? write(`${addressOf(held.resident)}/messages`, { body })
        : knock(held.resident.residentId, { body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keyOf(held) }),
  });
}

/** Reports what came to the phone as read, once for each message, while the page is looked at. */
export function useReadReceipts(
  { resident, channel }: Held,
  { lines }: Pick<PhoneAnswer, 'lines'>,
): void {
  const told = useRef(new Set<string>());
  const delivered = lines.filter(({ state }) => state === 'delivered').map(({ id }) => id);
  const unread = channel === 'whatsapp' ? delivered.filter((id) => !told.current.has(id)) : [];
  const address = addressOf(resident);
  const names = unread.join(' ');
  useEffect(() => {
    if (names === '' || document.visibilityState !== 'visible') return;
    for (const id of names.split(' ')) told.current.add(id);
    // What cannot be reported stays `delivered`, which is true as well.
    void write(`${address}/read`).catch(() => undefined);
  }, [address, names]);
}
