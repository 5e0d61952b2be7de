import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { Time } from '../shell/time.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import type { Place } from './preview.tsx';
import { StateBadge } from './state-badge.tsx';
import { sizeOf } from './words.ts';

/** All versions, newest first: when each came, how it stands, its pages and its file. */
export function Versions({
  versions,
  onShow,
}: {
  versions: DocumentVersion[];
  onShow: (place: Place) => void;
}) {
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {versions.map((one) => {
        const { documentId, version, createdAt, propertyId, remedy, pages } = one;
        return (
          <Paper key={version} component="li" withBorder p="sm">
            <Group gap="xs">
              <Text fw={600}>Version {version}</Text>
              <StateBadge version={one} />
            </Group>
            <Text size="sm" c="dimmed">
              {sizeOf(one)}
            </Text>
            <Time at={createdAt} propertyId={propertyId} />
            {remedy !== null && <Text size="sm">{remedy}</Text>}
            <Group gap="md" mt="xs">
              {pages !== null && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => onShow({ version, page: 1, quote: null })}
                >
                  Show pages of version {version}
                </Button>
              )}
              <Anchor
                size="sm"
                underline="always"
                href={`/documents/${documentId}/versions/${version}/file`}
                download
              >
                Download the file of version {version}
              </Anchor>
              <WorkflowLink of="document" id={`${documentId}/${version}`} />
            </Group>
          </Paper>
        );
      })}
    </Stack>
  );
}
