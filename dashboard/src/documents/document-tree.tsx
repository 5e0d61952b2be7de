import { Badge, Box, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { CardLink } from '../shell/card-link.tsx';
import { useChosenProperty, usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Reading } from './reading.tsx';
import { useDocuments } from './use-documents.ts';
import { isOnTheWay, sizeOf, treeOf, type Group as TreeGroup } from './words.ts';
import { StateBadge } from './state-badge.tsx';

/** The documents by whom they are for: the organisation, a property, a home. */
export function DocumentTree({ chosenId }: { chosenId: string | null }) {
  const { propertyId } = useChosenProperty();
  const [showsWithdrawn, setShowsWithdrawn] = useState(false);
  const { data, error, isPending, refetch } = useDocuments();
  if (isPending) return <Loading what="documents" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const here = data.filter(
    (version) =>
      propertyId === null || version.propertyId === null || version.propertyId === propertyId,
  );
  const isGone = (version: DocumentVersion): boolean =>
    here.every(
      ({ documentId, state }) =>
        documentId !== version.documentId || state === 'withdrawn' || state === 'superseded',
    );
  const shown = here.filter((version) => showsWithdrawn || !isGone(version));
  return (
    <Stack gap="md">
      {here.length > shown.length || showsWithdrawn ? (
        <Switch
          label="Show withdrawn documents"
          checked={showsWithdrawn}
          onChange={({ currentTarget }) => setShowsWithdrawn(currentTarget.checked)}
        />
      ) : null}
      {shown.length === 0 && (
        <Empty
          title="No documents yet"
          hint="House rules, handbooks and lease addenda that you upload stand here. Residents are answered from them."
        />
      )}
      {treeOf(shown).map((group) => (
        <Branch key={group.propertyId ?? ''} group={group} chosenId={chosenId} />
      ))}
    </Stack>
  );
}

function Branch({ group, chosenId }: { group: TreeGroup; chosenId: string | null }) {
  const propertyName = usePropertyName();
  const title = group.propertyId === null ? 'Organisation' : propertyName(group.propertyId);
  return (
    <Box component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {group.homes.map(({ name, documents }) => (
        <Box key={name} mt="xs">
          <Title order={3} size="sm" c="dimmed" mb={4}>
            {name}
          </Title>
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {documents.map((versions) => (
              <Leaf key={versions[0]?.documentId} versions={versions} chosenId={chosenId} />
            ))}
          </Stack>
        </Box>
      ))}
    </Box>
  );
}

function Leaf({ versions, chosenId }: { versions: DocumentVersion[]; chosenId: string | null }) {
  const [newest] = versions;
  if (!newest) return null;
  const isChosen = newest.documentId === chosenId;
  const isInUse =
    newest.state !== 'published' && versions.some(({ state }) => state === 'published');
  return (
    <li>
      <CardLink to={`/documents/${newest.documentId}`} isChosen={isChosen}>
        <Text fw={600} className="words">
          {newest.title}
        </Text>
        <Group gap="xs" mt={4}>
          <StateBadge version={newest} />
          {isInUse && (
            <Badge variant="outline" tt="none">
              older version in use
            </Badge>
          )}
        </Group>
        {isOnTheWay(newest) ? (
          <Reading version={newest} />
        ) : (
          <Text size="sm" c="dimmed" mt={4}>
            version {newest.version}
            {sizeOf(newest) === '' ? '' : ` · ${sizeOf(newest)}`}
          </Text>
        )}
      </CardLink>
    </li>
  );
}
