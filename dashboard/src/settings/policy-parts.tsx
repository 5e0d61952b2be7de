import { Badge, Box, Group, Stack, Text } from '@mantine/core';
import type { PolicyAnswer } from '../../../src/api/answers/policy.ts';
import { Pairs, Part } from './part.tsx';
import { money, plain } from './words.ts';

interface PartProps {
  policy: PolicyAnswer;
}

/** What is promised, by class. */
export function Classes({ policy: { classes } }: PartProps) {
  return (
    <Part title="Classes and clocks">
      <Stack gap="md">
        {classes.map(({ class: name, label, clocks }) => (
          <Box key={name}>
            <Text fw={600}>
              {name}, {label}
            </Text>
            <Pairs
              label={`Clocks of ${name}`}
              rows={clocks.map((clock) => [clock.name, clock.time])}
            />
          </Box>
        ))}
      </Stack>
    </Part>
  );
}

const BANDS: Record<string, string> = { L: 'Small job', M: 'Middle job', H: 'Large job' };

/** Who must agree to what. */
export function Costs({ policy: { costs } }: PartProps) {
  const amount = (cents: number): string => money(cents, costs.currency);
  const ownerStage = costs.isOwnerStageOn
    ? `a manager and the owner up to ${amount(costs.ownerUpToCents)}`
    : 'the owner’s stage is off';
  return (
    <Part title="Costs and approvals">
      <Pairs
        label="Costs and approvals"
        rows={[
          ['Nobody is asked', `up to ${amount(costs.noneUpToCents)}`],
          ['A manager decides', `up to ${amount(costs.managerUpToCents)}`],
          ['Above that', ownerStage],
          ['To make safe in an emergency', `up to ${amount(costs.makeSafeUpToCents)} at once`],
          ...costs.bands.map(({ band, ceilingCents }): [string, string] => [
            `${BANDS[band] ?? band}, estimated ceiling`,
            amount(ceilingCents),
          ]),
          ['Always shown to a manager', costs.reviewTrades.join(', ') || 'no trade'],
          ...costs.clocks.map(({ name, time }): [string, string] => [name, time]),
        ]}
      />
    </Part>
  );
}

/** How long somebody waits for a person before others hear of it. */
export function HandOff({ policy: { handOff } }: PartProps) {
  return (
    <Part title="When somebody waits for a person">
      <Pairs
        label="Clocks of a hand-off"
        rows={handOff.map(({ name, time }): [string, string] => [name, `after ${time}`])}
      />
    </Part>
  );
}

/** When people work. */
export function Hours({ policy: { hours, holidays } }: PartProps) {
  return (
    <Part title="Working hours in the rules">
      <Pairs
        label="Working hours"
        rows={[
          ...hours.map(({ day, spans }): [string, string] => [
            plain(day),
            spans.join(', ') || 'closed',
          ]),
          ['Holidays', holidays.length === 0 ? 'none listed' : holidays.join(', ')],
        ]}
      />
      <Text size="xs" c="dimmed">
        The property’s own calendar, where it has one, counts for its clocks.
      </Text>
    </Part>
  );
}

/** What residents are told in a danger. */
export function SafetyTexts({ policy: { safetyTexts } }: PartProps) {
  return (
    <Part title="Safety texts">
      <Stack gap="sm">
        {safetyTexts.map(({ hazard, en, es }) => (
          <details key={hazard}>
            <summary>{plain(hazard)}</summary>
            {[en, es].map(({ say, afterAlert }, index) => (
              <Text
                key={index === 0 ? 'en' : 'es'}
                size="sm"
                lang={index === 0 ? 'en' : 'es'}
                mt="xs"
              >
                {say}
                {afterAlert === null ? '' : ` ${afterAlert}`}
              </Text>
            ))}
          </details>
        ))}
      </Stack>
    </Part>
  );
}

/** The law's clocks: on where an operator confirmed them for this property. */
export function LegalClocks({ policy: { legalClocks } }: PartProps) {
  return (
    <Part title="Legal clocks">
      <Text size="sm" mb="xs">
        A jurisdiction runs only where an operator has confirmed it for the property.
      </Text>
      <Stack gap="sm">
        {legalClocks.map(({ id, label, source, isOn, clocks }) => (
          <details key={id}>
            <summary>
              <Group gap="xs" display="inline-flex">
                {label}
                <Badge variant="outline" tt="none" color={isOn ? 'blue' : 'gray'}>
                  {isOn ? 'on' : 'off'}
                </Badge>
              </Group>
            </summary>
            <Pairs
              label={`Clocks of ${label}`}
              rows={clocks.map(({ meaning, time, goal }) => [
                meaning,
                `${goal === 'begun' ? 'begun' : 'done'} within ${time}`,
              ])}
            />
            <Text size="xs" c="dimmed">
              {source}
            </Text>
          </details>
        ))}
      </Stack>
    </Part>
  );
}
