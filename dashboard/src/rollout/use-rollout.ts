import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { RolloutAnswer } from '../../../src/api/answers/rollout.ts';
import { read, write } from '../shell/client.ts';
import { useLive } from '../shell/live.tsx';

/** How far the assistant may go at this person's properties, live. */
export function useRollout(): UseQueryResult<RolloutAnswer> {
  const client = useQueryClient();
  useLive('property', () => void client.invalidateQueries({ queryKey: ['rollout'] }));
  return useQuery({
    queryKey: ['rollout', 'standing'],
    queryFn: () => read<RolloutAnswer>('/rollout'),
  });
}

/** Sets something about the rollout; whatever comes of it, everything about it is read anew. */
export function useSwitch<Body extends object>(
  path: string,
  { onDone }: { onDone?: () => void } = {},
): UseMutationResult<unknown, Error, Body> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => write(path, { method: 'PUT', body }),
    onSuccess: () => onDone?.(),
    onSettled: () => client.invalidateQueries({ queryKey: ['rollout'] }),
  });
}

/** What a stop switch is set to; to take a stop back one must have seen how it stands. */
export type Stop = { isStopped: true } | { isStopped: false; version: number };
