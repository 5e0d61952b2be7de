import { Button, Code, CopyButton, Modal, Stack, Text } from '@mantine/core';
import type { PasswordLinkAnswer } from '../../../src/api/answers/staff.ts';
import { Time } from '../shell/time.tsx';

/** A one-time link, to be handed over; when this closes nobody can read it again. */
export function LinkShown({
  link,
  onClose,
}: {
  link: PasswordLinkAnswer | null;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      title="A link for a new password"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {link && (
        <Stack>
          <Text>
            Hand this over yourself: Night Porter sends no e-mail. It opens once, and is not shown
            again.
          </Text>
          <Code
            block
            aria-label="The link"
            style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
          >
            {location.origin + link.path}
          </Code>
          <Text size="sm" component="div">
            Opens until <Time at={link.expires_at} propertyId={null} />
          </Text>
          <CopyButton value={location.origin + link.path}>
            {({ copied, copy }) => (
              <Button onClick={copy}>{copied ? 'Copied' : 'Copy the link'}</Button>
            )}
          </CopyButton>
        </Stack>
      )}
    </Modal>
  );
}
