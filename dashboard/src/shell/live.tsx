import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import type { LiveEvent, LivePresence, LiveTopic } from '../../../src/api/answers/live.ts';

type Listener = (event: LiveEvent) => void;

const AGAIN_AFTER_MS = 5_000;
const GATHERED_MS = 150;

interface Live {
  isOpen: boolean;
  listeners: Set<Listener>;
}

const LiveContext = createContext<Live>({ isOpen: true, listeners: new Set() });

/** Whether news arrive by themselves just now. */
export const useIsLive = (): boolean => use(LiveContext).isOpen;

/** Calls back for each event of a topic. Queries need none of this: one whose key begins with a topic is read anew. */
export function useLive(topic: LiveTopic, listener: Listener): void {
  const { listeners } = use(LiveContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const hear: Listener = (event) => {
      if (event.topic === topic) latest.current(event);
    };
    listeners.add(hear);
    return () => void listeners.delete(hear);
  }, [listeners, topic]);
}

/** Keeps the stream of `GET /events` open and has the queries of each topic read anew. */
export function LiveUpdates({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(true);
  const [listeners] = useState(() => new Set<Listener>());

  useEffect(() => {
    const refresh = gather((topics) => {
      for (const topic of topics) void client.invalidateQueries({ queryKey: [topic] });
      // Whether somebody must answer stands in the lists of conversations.
      if (topics.has('hand-off')) void client.invalidateQueries({ queryKey: ['conversation'] });
    });
    return openStream({
      onChange: setOpen,
      // Before the first event, and after a gap that the server cannot fill, nothing on the page is known to be true.
      onStale: () => void client.invalidateQueries(),
      onPresence: ({ conversationId }) =>
        void client.invalidateQueries({ queryKey: ['presence', conversationId] }),
      onEvent(event) {
        refresh(event.topic);
        for (const listener of listeners) listener(event);
      },
    });
  }, [client, listeners]);

  return <LiveContext value={{ isOpen, listeners }}>{children}</LiveContext>;
}

interface Stream {
  onChange: (isOpen: boolean) => void;
  onStale: () => void;
  onEvent: Listener;
  onPresence: (presence: LivePresence) => void;
}

/** The browser resumes a cut stream by itself with the last id; a refused one is opened again with it here. */
function openStream({ onChange, onStale, onEvent, onPresence }: Stream): () => void {
  let lastId = '';
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout>;
  const open = (): void => {
    source = new EventSource(lastId === '' ? '/events' : `/events?after=${lastId}`);
    source.addEventListener('open', () => onChange(true));
    for (const kind of ['ready', 'reset']) {
      source.addEventListener(kind, ({ lastEventId }) => {
        lastId = lastEventId;
        onStale();
      });
    }
    source.addEventListener('change', ({ data, lastEventId }) => {
      lastId = lastEventId;
      const event: LiveEvent = JSON.parse(data);
      onEvent(event);
    });
    source.addEventListener('presence', ({ data }) => {
      const presence: LivePresence = JSON.parse(data);
      onPresence(presence);
    });
    source.addEventListener('error', () => {
      onChange(false);
      if (source.readyState !== EventSource.CLOSED) return;
      onStale(); // asks the API, which says whether the session has ended
      timer = setTimeout(open, AGAIN_AFTER_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** Calls once for all topics of a burst. */
function gather(use: (topics: Set<LiveTopic>) => void): (topic: LiveTopic) => void {
  const topics = new Set<LiveTopic>();
  return (topic) => {
    if (topics.size === 0) {
      setTimeout(() => {
        use(new Set(topics));
        topics.clear();
      }, GATHERED_MS);
    }
    topics.add(topic);
  };
}
