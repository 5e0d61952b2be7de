import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { write } from '../shell/client.ts';

/** Sends a change and reads the request anew, whatever became of it. */
export function useChange<Body extends object | undefined>(
  { requestId }: Pick<RequestAnswer, 'requestId'>,
  { path, onDone }: { path: string; onDone?: () => void },
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) =>
      write(`/maintenance-requests/${requestId}/${path}`, body ? { body } : {}),
    ...(onDone ? { onSuccess: onDone } : {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['request'] }),
  });
}
