import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ShownProcess, WebUiAnswer } from '../../../src/api/answers/web-ui.ts';
import { read } from './client.ts';
import { useSession } from './session.tsx';

/** Leads to a process in the Temporal Web UI, or says why it cannot; nothing for whoever may not read payloads there. */
export function WorkflowLink({ of: process, id }: { of: ShownProcess; id: string }) {
  const { may } = useSession();
  const { data } = useQuery({
    queryKey: ['web-ui'],
    queryFn: () => read<WebUiAnswer>('/web-ui'),
    enabled: may('payload.decode'),
    staleTime: Infinity,
  });
  if (!data) return null;
  if (data.workflows === null) {
    return (
      <Text size="xs" c="dimmed">
        No link to the workflow. {data.reason}
      </Text>
    );
  }
  return (
    <Anchor
      href={`${data.workflows[process]}${encodeURIComponent(id)}`}
      target="_blank"
      rel="noreferrer"
      size="sm"
      underline="always"
    >
      Workflow in the Temporal Web UI (new tab)
    </Anchor>
  );
}
