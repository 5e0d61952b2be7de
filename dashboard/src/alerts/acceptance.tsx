import { Alert } from '@mantine/core';
import { Failed } from '../shell/states.tsx';
import type { useAccept } from './use-alerts.ts';
import { outcomeOf } from './words.ts';

/** What came of accepting an alert: who has it now, or why it could not be accepted. */
export function Acceptance({ accept }: { accept: ReturnType<typeof useAccept> }) {
  return (
    <>
      {accept.data && (
        <Alert variant="outline" role="status">
          {outcomeOf(accept.data)}
        </Alert>
      )}
      {accept.error && <Failed error={accept.error} />}
    </>
  );
}
