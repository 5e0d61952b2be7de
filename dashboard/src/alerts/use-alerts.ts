import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AcceptedAnswer, AlertAnswer } from '../../../src/api/answers/alert.ts';
import { read, write } from '../shell/client.ts';
import { useChosenProperty } from '../shell/properties.tsx';

/** Alerts of a pile, live: the chosen property's, and those that belong to none. */
export function useAlerts(pile: 'ringing' | 'ended') {
  const { propertyId: chosen } = useChosenProperty();
  return useQuery({
    queryKey: ['alert', pile],
    queryFn: () => read<AlertAnswer[]>(`/alerts?state=${pile}`),
    select: (alerts) =>
      alerts.filter(({ propertyId }) => [null, chosen].includes(propertyId) || chosen === null),
  });
}

/** Accepts alerts; the answer names whoever was first. */
export function useAccept() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (alertId: string) => write<AcceptedAnswer>(`/alerts/${alertId}/accept`),
    onSettled: () => client.invalidateQueries({ queryKey: ['alert'] }),
  });
}
