import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { write } from '../shell/client.ts';
import { Failed } from '../shell/states.tsx';

/** Takes a document out of use, after asking. */
export function Withdraw({ document: { documentId, title } }: { document: DocumentVersion }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => write(`/documents/${documentId}`, { method: 'DELETE' }),
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: ['document'] }),
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        Withdraw
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title="Withdraw this document?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text>
          “{title}” goes out of use at once: no resident is answered from it any more. Its versions
          stay on record, and it can be uploaded again.
        </Text>
        {withdraw.error && <Failed error={withdraw.error} />}
        <Group mt="md">
          <Button color="red" onClick={() => withdraw.mutate()} loading={withdraw.isPending}>
            Withdraw it
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            Keep it
          </Button>
        </Group>
      </Modal>
    </>
  );
}
