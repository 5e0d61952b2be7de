import { Alert, Anchor, Box, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { Ask } from './ask.tsx';
import { Preview, type Place } from './preview.tsx';
import { Reading } from './reading.tsx';
import { StateBadge } from './state-badge.tsx';
import { UploadNewVersion } from './upload.tsx';
import { useVersions } from './use-documents.ts';
import { Versions } from './versions.tsx';
import { Withdraw } from './withdraw.tsx';
import { homeOf, sizeOf } from './words.ts';

/** One document, live: how it stands and what to do about it, what it says, and what it would answer. */
export function DocumentCard({ documentId }: { documentId: string }) {
  const { data, error, isPending, refetch } = useVersions(documentId);
  return (
    <Stack>
      <Anchor component={Link} to="/documents" hiddenFrom="md" underline="always">
        Back to the list
      </Anchor>
      {isPending && <Loading what="the document" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data?.[0] && <Shown newest={data[0]} versions={data} />}
    </Stack>
  );
}

function Shown({ newest, versions }: { newest: DocumentVersion; versions: DocumentVersion[] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const inUse = versions.find(({ state }) => state === 'published') ?? null;
  return (
    <>
      <Box>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {newest.title}
        </Title>
        <Standing newest={newest} />
      </Box>
      {newest.remedy !== null && (
        <Alert color="red" variant="outline" role="alert" title="This file cannot be used">
          <Text>{newest.remedy}</Text>
          {inUse && <Text mt="xs">Version {inUse.version} stays in use meanwhile.</Text>}
        </Alert>
      )}
      <Reading version={newest} />
      <Actions newest={newest} />
      <Views inUse={inUse} newest={newest} versions={versions} />
    </>
  );
}

function Standing({ newest }: { newest: DocumentVersion }) {
  const propertyName = usePropertyName();
  const { propertyId, scope, createdAt, version } = newest;
  const place = propertyId === null ? '' : `${propertyName(propertyId)} · `;
  const size = sizeOf(newest);
  return (
    <>
      <Text size="sm">
        {place}
        {homeOf(scope, propertyId)} · version {version}
        {size === '' ? '' : ` · ${size}`}
      </Text>
      <Group gap="xs" mt="xs">
        <StateBadge version={newest} />
        <Text size="sm">uploaded</Text>
        <Time at={createdAt} propertyId={propertyId} />
      </Group>
    </>
  );
}

function Actions({ newest }: { newest: DocumentVersion }) {
  const { may } = useSession();
  if (!may('document.publish')) return null;
  return (
    <Group gap="sm">
      <UploadNewVersion of={newest} />
      {newest.state !== 'withdrawn' && <Withdraw document={newest} />}
    </Group>
  );
}

function Views({
  inUse,
  newest,
  versions,
}: {
  inUse: DocumentVersion | null;
  newest: DocumentVersion;
  versions: DocumentVersion[];
}) {
  const [tab, setTab] = useState<string | null>('ask');
  const [chosen, setChosen] = useState<Place | null>(null);
  const place = chosen ?? { version: (inUse ?? newest).version, page: 1, quote: null };
  const show = (wanted: Place): void => {
    setChosen(wanted);
    setTab('pages');
  };
  return (
    <Tabs value={tab} onChange={setTab} keepMounted>
      <Tabs.List aria-label="Views of the document">
        <Tabs.Tab value="ask">Ask</Tabs.Tab>
        <Tabs.Tab value="pages">Pages</Tabs.Tab>
        <Tabs.Tab value="versions">Versions</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="ask" pt="md">
        <Ask
          key={inUse?.version ?? 0}
          documentId={newest.documentId}
          canAnswer={inUse !== null}
          onShow={show}
        />
      </Tabs.Panel>
      <Tabs.Panel value="pages" pt="md">
        <Preview documentId={newest.documentId} place={place} onMove={setChosen} />
      </Tabs.Panel>
      <Tabs.Panel value="versions" pt="md">
        <Versions versions={versions} onShow={show} />
      </Tabs.Panel>
    </Tabs>
  );
}
