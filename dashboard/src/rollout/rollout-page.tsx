import { Box, Stack, Text, Title } from '@mantine/core';
import type { RolloutAnswer } from '../../../src/api/answers/rollout.ts';
import { Page } from '../shell/page.tsx';
import { useChosenProperty } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Changes } from './changes.tsx';
import { OrganisationStop } from './organisation-stop.tsx';
import { Places } from './places.tsx';
import { PropertySwitches } from './property-switches.tsx';
import { useRollout } from './use-rollout.ts';
import { EVERY_PHASE, MEANINGS, PHASES } from './words.ts';

/** How far the assistant may go at each property, the stop switches, and who changed them. */
export function RolloutPage() {
  const { data, error, isPending, refetch } = useRollout();
  return (
    <Page title="Rollout" aside={<Places />}>
      {isPending && <Loading what="the rollout" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && <Shown rollout={data} />}
    </Page>
  );
}

function Shown({ rollout }: { rollout: RolloutAnswer }) {
  const { may } = useSession();
  const { propertyId: chosen } = useChosenProperty();
  const properties = rollout.properties.filter(
    ({ propertyId }) => chosen === null || propertyId === chosen,
  );
  const organisations = rollout.organisations.filter(({ organisationId }) =>
    properties.some((property) => property.organisationId === organisationId),
  );
  if (properties.length === 0) {
    return <Empty title="No property yet" hint="Import one: it starts in the phase Off." />;
  }
  return (
    <Stack gap="lg">
      {!may('rollout.change') && <Text>You see how it stands. An administrator changes it.</Text>}
      {organisations.map((organisation) => (
        <OrganisationStop key={organisation.organisationId} organisation={organisation} />
      ))}
      {properties.map((property) => (
        <PropertySwitches key={property.propertyId} property={property} />
      ))}
      <Meanings />
      <Changes propertyId={chosen} />
    </Stack>
  );
}

function Meanings() {
  return (
    <Box component="section" aria-label="What the phases mean">
      <Title order={2} size="h4" mb="xs">
        What the phases mean
      </Title>
      <Stack component="dl" gap="xs" m={0}>
        {EVERY_PHASE.map((phase) => (
          <div key={phase}>
            <Text component="dt" fw={600}>
              {PHASES[phase]}
            </Text>
            <Text component="dd" m={0}>
              {MEANINGS[phase]}
            </Text>
          </div>
        ))}
      </Stack>
      <Text mt="xs">
        In every phase, and behind every stop switch, danger is looked for: the safety text goes out
        at once, people on call are rung, and an emergency is reported.
      </Text>
    </Box>
  );
}
