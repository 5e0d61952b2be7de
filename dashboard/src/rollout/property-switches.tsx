import { Badge, Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import type { PropertyRollout } from '../../../src/api/answers/rollout.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { useSession } from '../shell/session.tsx';
import { Failed } from '../shell/states.tsx';
import { PhaseForm } from './phase-form.tsx';
import { useSwitch, type Stop } from './use-rollout.ts';
import { EVERY_SKILL, IN_SKILL, isInShadow, PHASES, SKILLS, type Skill } from './words.ts';

/** One property: what counts there now, its phases, and its stop switches. */
export function PropertySwitches({ property }: { property: PropertyRollout }) {
  const { may } = useSession();
  const name = usePropertyName()(property.propertyId);
  const { phase, sharePercent, stopped } = property.rollout;
  return (
    <Paper withBorder p="md" component="section" aria-label={name}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {name}
        </Title>
        <StopButton property={property} what="all" name={name} />
      </Group>
      {stopped.includes('all') && (
        <Text fw={600} role="status">
          Stopped here: everything goes to people. Danger is still answered.
        </Text>
      )}
      <Stack component="ul" gap="xs" m={0} my="sm" p={0} style={{ listStyle: 'none' }}>
        {EVERY_SKILL.map((skill) => (
          <InForce key={skill} property={property} skill={skill} name={name} />
        ))}
      </Stack>
      {may('rollout.change') ? (
        <PhaseForm property={property} />
      ) : (
        <Text>
          Phase {PHASES[phase]}
          {isInShadow(property.rollout) ? `, in ${sharePercent} % of conversations` : ''}
        </Text>
      )}
    </Paper>
  );
}

function InForce(by: { property: PropertyRollout; skill: Skill; name: string }) {
  const { property, skill, name } = by;
  return (
    <Group component="li" justify="space-between" gap="xs">
      <Group gap="xs" flex="1 1 0" wrap="wrap">
        <Text>
          <b>{SKILLS[skill]}:</b> {IN_SKILL[skill][property.inForce[skill]]}
        </Text>
        {property.rollout.stopped.includes(skill) && (
          <Badge color="red" variant="outline" tt="none">
            stopped
          </Badge>
        )}
      </Group>
      <StopButton property={property} what={skill} name={name} />
    </Group>
  );
}

/** Stops at once, without a question: what it stops can be started again as easily. */
function StopButton(by: { property: PropertyRollout; what: Skill | 'all'; name: string }) {
  const { property, what, name } = by;
  const { propertyId, rollout, version } = property;
  const { may } = useSession();
  const set = useSwitch<Stop>(`/properties/${encodeURIComponent(propertyId)}/stops/${what}`);
  if (!may('rollout.change')) return null;
  const isStopped = rollout.stopped.includes(what);
  const { label, thing, ...look } = lookOf(what, isStopped);
  return (
    <>
      <Button
        {...look}
        loading={set.isPending}
        onClick={() => set.mutate(isStopped ? { isStopped: false, version } : { isStopped: true })}
      >
        {label}
        <VisuallyHidden>
          : {thing} at {name}
        </VisuallyHidden>
      </Button>
      {set.error && <Failed error={set.error} />}
    </>
  );
}

function lookOf(what: Skill | 'all', isStopped: boolean) {
  const isAll = what === 'all';
  const place = isAll ? { size: 'sm', thing: 'everything' } : { size: 'xs', thing: SKILLS[what] };
  if (isStopped) return { ...place, label: 'Start again', variant: 'default' };
  return isAll
    ? { ...place, label: 'Stop here', color: 'red' }
    : { ...place, label: 'Stop', variant: 'default' };
}
