import { Grid, Text } from '@mantine/core';
import { useParams } from 'react-router';
import { Page } from '../shell/page.tsx';
import { Approval } from './approval.tsx';
import { ApprovalList } from './approval-list.tsx';

/** The list of approvals, and the chosen one; on a phone one of the two. */
export function ApprovalsPage() {
  const { id } = useParams();
  return (
    <Page title="Approvals" focusedOn="approvals">
      <Grid>
        <Grid.Col span={{ base: 12, md: 4 }} {...(id === undefined ? {} : { visibleFrom: 'md' })}>
          <ApprovalList chosenId={id ?? null} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} {...(id === undefined ? { visibleFrom: 'md' } : {})}>
          {id === undefined ? (
            <Text c="dimmed" p="xl" ta="center">
              Choose an approval from the list.
            </Text>
          ) : (
            <Approval key={id} approvalId={id} />
          )}
        </Grid.Col>
      </Grid>
    </Page>
  );
}
