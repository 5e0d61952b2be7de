import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { AlertAnswer } from '../../../src/api/answers/alert.ts';
import type { ConversationListed } from '../../../src/api/answers/inbox.ts';
import { read } from '../shell/client.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { newsOf, type WaitingThing } from './news.ts';
import { notify, useNotifying } from './notifications.ts';
import { placeOf } from './words.ts';

/** Notifies of what begins to wait, on whatever page; where the person has asked for it. Shows nothing itself. */
export function Notifier() {
  return useNotifying() === 'on' ? <Telling /> : null;
}

function Telling() {
  const waiting = useWaiting();
  const navigate = useNavigate();
  const seen = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (waiting === null) return;
    for (const { id, headline, to } of newsOf(seen.current, waiting)) {
      notify({ id, headline, onOpen: () => void navigate(to) });
    }
    seen.current = new Set([...(seen.current ?? []), ...waiting.map(({ id }) => id)]);
  }, [waiting, navigate]);
  return null;
}

/** What rings (approvals ring when they are asked) and who waits for a person; null until both were read. */
function useWaiting(): WaitingThing[] | null {
  const { me, may } = useSession();
  const propertyName = usePropertyName();
  const alerts = useQuery({
    queryKey: ['alert', 'ringing'],
    queryFn: () => read<AlertAnswer[]>('/alerts?state=ringing'),
    enabled: may('alert.read'),
  });
  const handOffs = useQuery({
    queryKey: ['conversation', 'list', 'queue=needs-person'],
    queryFn: () => read<ConversationListed[]>('/conversations?queue=needs-person'),
    enabled: may('conversation.read'),
  });
  const mine = useQuery({
    queryKey: ['conversation', 'list', 'queue=mine'],
    queryFn: () => read<ConversationListed[]>('/conversations?queue=mine'),
    enabled: may('conversation.read'),
  });
  if (alerts.isLoading || handOffs.isLoading || mine.isLoading) return null;
  const given = (mine.data ?? []).filter(({ handOff }) => isGivenTo(handOff, me.staffId));
  return [
    ...(alerts.data ?? []).map((alert) => ({
      id: alert.alertId,
      headline: alert.headline,
      to: placeOf(alert)?.to ?? '/alerts',
    })),
    ...(handOffs.data ?? []).map(({ conversationId, handOff, propertyId }) => ({
      id: `hand-off/${conversationId}/${handOff?.openedAt ?? ''}`,
      headline: `Somebody waits for a person: ${propertyName(propertyId)}.`,
      to: `/inbox/${conversationId}`,
    })),
    ...given.map(({ conversationId, handOff, propertyId }) => ({
      id: `given/${conversationId}/${handOff?.assigned?.at ?? ''}`,
      headline: `A conversation was given to you: ${propertyName(propertyId)}.`,
      to: `/inbox/${conversationId}`,
    })),
  ];
}

/** Whether it waits for this very person. */
function isGivenTo(handOff: ConversationListed['handOff'], staffId: string): boolean {
  return handOff?.assigned?.staffId === staffId;
}
