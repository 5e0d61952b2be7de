import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { HealthPart } from '../../../src/api/answers/health-report.ts';
import { write } from '../shell/client.ts';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';

type Held = NonNullable<HealthPart['held']>;

/** Holds the writes to a platform, and lets them go on; nothing for people who may not. */
export function Brake({ held, isWell }: { held: Held; isWell: boolean }) {
  const { may } = useSession();
  if (!may('platform.operate')) return null;
  return (
    <Group gap="sm">
      {!held.isPaused && <Hold connectionId={held.connectionId} />}
      {/* Also for writes that wait for mended credentials, or for a writer that was not told. */}
      {(held.isPaused || !isWell) && <GoOn connectionId={held.connectionId} />}
    </Group>
  );
}

function Hold({ connectionId }: { connectionId: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const hold = useSteering(`/platform-outbox/${connectionId}/pause`, close);
  return (
    <>
      <Button color="red" size="sm" onClick={open}>
        Hold all writes …
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title="Hold all writes to the platform?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text>
          From now on no work order is made or changed at the platform ({connectionId}), emergencies
          too, until somebody lets the writes go on. A write that is under way ends. What waits
          keeps its order; nothing is lost. Residents and alerts are answered as before.
        </Text>
        {hold.error && <Failed error={hold.error} />}
        <Group mt="md">
          <Button color="red" onClick={() => hold.mutate()} loading={hold.isPending}>
            Hold them
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            Leave them running
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function GoOn({ connectionId }: { connectionId: string }) {
  const goOn = useSteering(`/platform-outbox/${connectionId}/resume`);
  return (
    <>
      <Button size="sm" onClick={() => goOn.mutate()} loading={goOn.isPending}>
        Let the writes go on
      </Button>
      {goOn.error && <Failed error={goOn.error} />}
    </>
  );
}

function useSteering(path: string, onDone: () => void = () => undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write(path),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ['health'] }),
  });
}
