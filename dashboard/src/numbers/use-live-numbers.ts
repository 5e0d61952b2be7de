import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '../shell/live.tsx';

// Each figure reads thousands of rows, and a busy house changes all the time.
const AT_MOST_EVERY_MS = 10_000;

/** Has the numbers counted anew while somebody looks at them, some seconds after something that counts has changed. */
export function useLiveNumbers(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const heard = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: ['numbers'] });
    }, AT_MOST_EVERY_MS);
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  useLive('conversation', heard);
  useLive('hand-off', heard);
  useLive('request', heard);
  useLive('approval', heard);
}
