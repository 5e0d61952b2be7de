import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PresentAnswer } from '../../../src/api/answers/inbox.ts';

const AGAIN_AFTER_MS = 10_000;
const WRITING_FOR_MS = 4_000;

interface TogetherHere {
  /** Colleagues who have the conversation open too. */
  others: PresentAnswer[];
  /** Call it at each key: colleagues see for some seconds that somebody writes. */
  onWriting: () => void;
}

/**
 * Says that this page is open, again and again, and hears who else is there: at once by the live stream, and after a
 * gap by the next answer. A hidden tab says nothing, so that nobody seems to be there who is not looking.
 */
export function usePresence(conversationId: string): TogetherHere {
  const [viewerId] = useState(() => crypto.randomUUID());
  const [isWriting, setWriting] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const state = isWriting ? 'writing' : 'here';
  const latest = useRef<Said['state']>(state);
  const { data, isError, refetch } = useQuery({
    queryKey: ['presence', conversationId],
    queryFn: ({ signal }) => say({ conversationId, viewerId, state: latest.current, signal }),
    refetchInterval: AGAIN_AFTER_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    networkMode: 'always', // cut off, it must fail: a query that only waits would go on showing who was there
  });
  useEffect(() => {
    if (latest.current === state) return;
    latest.current = state;
    void refetch();
  }, [state, refetch]);
  useEffect(() => {
    const leave = (): void => {
      void say({ conversationId, viewerId, state: 'gone', isLast: true }).catch(() => undefined);
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      clearTimeout(timer.current);
      leave();
    };
  }, [conversationId, viewerId]);
  return {
    others: isError ? [] : (data ?? []), // better nobody than somebody who may have gone
    onWriting: () => {
      setWriting(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setWriting(false), WRITING_FOR_MS);
    },
  };
}

interface Said {
  conversationId: string;
  viewerId: string;
  state: 'here' | 'writing' | 'gone';
  signal?: AbortSignal;
  /** The page may be closing: the browser sends it all the same. */
  isLast?: boolean;
}

/** Not by the client of the pages: a session that has ended is asked for when somebody does something, not for this. */
async function say({ conversationId, viewerId, state, signal, isLast = false }: Said) {
  const response = await fetch(`/conversations/${conversationId}/presence`, {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ viewer_id: viewerId, state }),
    keepalive: isLast,
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new Error(`presence was answered with ${response.status}`);
  const others: PresentAnswer[] = await response.json();
  return others;
}
