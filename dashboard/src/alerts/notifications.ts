import { useSyncExternalStore } from 'react';

/** Whether this browser tells its person of news. `unsupported`: it cannot, as on some phones. */
export type Notifying = 'unsupported' | 'denied' | 'off' | 'on';

const KEPT_AS = 'nightporter.notifications';
const listeners = new Set<() => void>();
let isBroken = false;

/** How it stands, live. */
export function useNotifying(): Notifying {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => stateNow(),
  );
}

/** Asks the browser, and shows at once what a notification looks like. Only ever called by a press. */
export async function startNotifying(): Promise<void> {
  if ((await Notification.requestPermission()) === 'granted') {
    localStorage.setItem(KEPT_AS, 'on');
    notify({ id: 'first', headline: 'You are told like this.' });
  }
  tell();
}

/** Tells nothing any more in this browser. */
export function stopNotifying(): void {
  localStorage.removeItem(KEPT_AS);
  tell();
}

/** Shows one notification; the same id replaces the one before. */
export function notify(by: { id: string; headline: string; onOpen?: () => void }): void {
  try {
    const shown = new Notification(by.headline, { tag: by.id });
    shown.addEventListener('click', () => {
      window.focus();
      by.onOpen?.();
      shown.close();
    });
  } catch {
    // Chrome on Android has the permission and yet no such notifications: say so instead of promising them.
    isBroken = true;
    tell();
  }
}

function stateNow(): Notifying {
  if (isBroken || !('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const isOn = Notification.permission === 'granted' && localStorage.getItem(KEPT_AS) === 'on';
  return isOn ? 'on' : 'off';
}

function tell(): void {
  for (const listener of listeners) listener();
}
