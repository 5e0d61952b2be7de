import { Grid, Text } from '@mantine/core';
import { useParams } from 'react-router';
import { Page } from '../shell/page.tsx';
import { DocumentCard } from './document.tsx';
import { DocumentTree } from './document-tree.tsx';
import { UploadButton } from './upload.tsx';

/** The tree of documents, and the chosen one; on a phone one of the two. */
export function DocumentsPage() {
  const { id } = useParams();
  return (
    <Page title="Documents" focusedOn="documents" aside={<UploadButton />}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 4 }} {...(id === undefined ? {} : { visibleFrom: 'md' })}>
          <DocumentTree chosenId={id ?? null} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} {...(id === undefined ? { visibleFrom: 'md' } : {})}>
          {id === undefined ? (
            <Text c="dimmed" p="xl" ta="center">
              Choose a document from the list.
            </Text>
          ) : (
            <DocumentCard key={id} documentId={id} />
          )}
        </Grid.Col>
      </Grid>
    </Page>
  );
}
