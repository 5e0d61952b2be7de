import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { write } from '../shell/client.ts';

/** What is changed of an approval, as the API takes it; what is left out stays as shown. */
export interface WishedEdits {
  ceiling_cents?: number;
  class?: string;
  trade?: string;
  vendor_id?: string;
  window?: { from: string; to: string };
}

interface Decision {
  decision: 'approve' | 'reject';
  digest: string;
  reason?: string;
  edits?: WishedEdits;
}

/** A decision on its way to the house. */
export type Decide = UseMutationResult<unknown, Error, Decision>;

/** Takes a decision to the house; whatever comes of it, approvals are read anew. */
export function useDecide(approvalId: string): Decide {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Decision) => write(`/approvals/${approvalId}/decision`, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['approval'] }),
  });
}
