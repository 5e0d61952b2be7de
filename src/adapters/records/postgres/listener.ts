import type { PoolClient } from 'pg';
import type { Database } from '../../shared/database.ts';

// A notice that comes while the connection is away is lost: listeners are called at the next one.
const AGAIN_AFTER_MS = 1_000;

/** Hears what the database notifies of on a channel, on a connection of its own while anybody listens. */
export function createListener({ database, channel }: { database: Database; channel: string }): {
  /** Calls back on each notice with its text, and with none whenever one may have been missed. Answers how to stop. */
  onNotice(listener: (text: string) => void): () => void;
} {
  const listeners = new Set<(text: string) => void>();
  let timer: NodeJS.Timeout | undefined;
  let isConnecting = false;
  let connected: PoolClient | null = null;

  const tell = (text: string): void => {
    for (const listener of listeners) listener(text);
  };
  const retry = (): void => {
    if (listeners.size > 0) timer = setTimeout(() => void connect(), AGAIN_AFTER_MS).unref();
  };
  const drop = (client: PoolClient): void => {
    if (connected !== client) return;
    connected = null;
    client.release(true); // the connection still listens: nobody else may have it
  };
  const connect = async (): Promise<void> => {
    if (connected || isConnecting || listeners.size === 0) return;
    isConnecting = true;
    try {
      const client = await database.$client.connect();
      connected = client;
      client.on('notification', ({ payload = '' }) => tell(payload));
      client.once('error', () => {
        drop(client);
        retry();
      });
      await client.query(`listen ${channel}`);
      if (listeners.size === 0) drop(client);
      else tell('');
    } catch {
      if (connected) drop(connected);
      retry();
    } finally {
      isConnecting = false;
    }
  };

  return {
    onNotice(listener) {
      listeners.add(listener);
      void connect();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        if (connected) drop(connected);
      };
    },
  };
}
