import { useQueryClient } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';

/** As much as the house takes of a reply or a note. */
export const TEXT_MAX = 4000;

/** Does what the button below a text does when Ctrl (or Cmd) and Enter are pressed in it. */
export function byCtrlEnter(act: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) act();
  };
}

/** Has conversations read anew. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['conversation'] });
}
