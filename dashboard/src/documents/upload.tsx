import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { useSession } from '../shell/session.tsx';
import { UploadForm } from './upload-form.tsx';

/** Uploads a document; nothing for people who may not. */
export function UploadButton() {
  const { may } = useSession();
  return may('document.publish') ? <Upload label="Upload a document" of={null} /> : null;
}

/** Uploads a newer file of a document. */
export function UploadNewVersion({ of }: { of: DocumentVersion }) {
  return <Upload label="Upload a new version" of={of} />;
}

function Upload({ label, of }: { label: string; of: DocumentVersion | null }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button onClick={open} variant={of ? 'default' : 'filled'}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={label}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <UploadForm of={of} onDone={close} />
      </Modal>
    </>
  );
}
