import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { HealthReport } from '../../../src/api/answers/health-report.ts';
import { read } from '../shell/client.ts';
import { Page } from '../shell/page.tsx';
import { useChosenProperty } from '../shell/properties.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { PartCard } from './part-card.tsx';
import { byGravity, summaryOf } from './words.ts';

const AGAIN_AFTER_MS = 10_000;

/** The house, part by part, looked at again every ten seconds and at every change that is told. */
export function HealthPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['health', 'report'],
    queryFn: ({ signal }) => read<HealthReport>('/health-report', signal),
    refetchInterval: AGAIN_AFTER_MS,
    staleTime: 0,
  });
  return (
    <Page title="Health">
      <Stack maw={900}>
        {isPending && <Loading what="the health of the house" />}
        {error && <Failed error={error} onRetry={() => void refetch()} />}
        {data && <Shown report={data} isOld={error !== null} />}
      </Stack>
    </Page>
  );
}

function Shown({ report, isOld }: { report: HealthReport; isOld: boolean }) {
  const { propertyId } = useChosenProperty();
  const { parts, at, webUiReason } = report;
  return (
    <>
      <div>
        <Text fw={600} role="status">
          {isOld ? 'What follows is old: the house does not answer.' : summaryOf(parts)}
        </Text>
        <Text size="sm" component="div">
          Looked at <Time at={at} propertyId={propertyId} />
        </Text>
      </div>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {byGravity(parts).map((part) => (
          <PartCard key={part.id} part={part} />
        ))}
      </Stack>
      {webUiReason !== null && (
        <Text size="sm" c="dimmed">
          No links into the Temporal Web UI. {webUiReason}
        </Text>
      )}
      <Product product={report.product} />
    </>
  );
}

function Product({ product }: Pick<HealthReport, 'product'>) {
  const { propertyId } = useChosenProperty();
  const { version, commit, migration, namespace, startedAt } = product;
  return (
    <section aria-label="About this house">
      <Text fw={600}>About this house</Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        Night Porter {version}
        {commit === null ? '' : `, commit ${commit}`} · database at{' '}
        {migration === null ? 'a migration that cannot be told now' : `migration ${migration}`} ·
        Temporal namespace {namespace}
      </Text>
      <Text size="sm" component="div">
        API started <Time at={startedAt} propertyId={propertyId} />
      </Text>
    </section>
  );
}
