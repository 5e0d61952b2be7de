import {
  Alert,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import type { PropertyRollout } from '../../../src/api/answers/rollout.ts';
import { Failed } from '../shell/states.tsx';
import { useSwitch } from './use-rollout.ts';
import {
  EVERY_PHASE,
  EVERY_SKILL,
  isInShadow,
  MEANINGS,
  PHASES,
  PHASES_OF,
  SKILLS,
  type Phase,
  type Skill,
} from './words.ts';

interface Draft {
  /** What it was changed from: somebody else's change in between is shown before ours is saved. */
  version: number;
  phase: Phase;
  sharePercent: number;
  skills: Partial<Record<Skill, Phase>>;
}

/** The phases of a property; nothing counts before it is saved. */
export function PhaseForm({ property }: { property: PropertyRollout }) {
  const { propertyId, rollout, version } = property;
  const { phase, sharePercent, skills, stopped } = rollout;
  const [draft, setDraft] = useState<Draft | null>(null);
  const save = useSwitch<Draft & Pick<typeof rollout, 'stopped'>>(
    `/properties/${encodeURIComponent(propertyId)}/rollout`,
    { onDone: () => setDraft(null) },
  );
  const shown = draft ?? { phase, sharePercent, skills, version };
  const isOld = draft !== null && draft.version !== version;
  const discard = (): void => {
    setDraft(null);
    save.reset();
  };
  return (
    <Stack gap="sm" component="section" aria-label="Phases">
      <Fields shown={shown} onChange={(part) => setDraft({ ...shown, ...part })} />
      {isOld && <ChangedMeanwhile onRead={discard} />}
      {save.error && <Failed error={save.error} />}
      {draft !== null && !isOld && (
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate({ ...draft, stopped })}>
            Save, from the next message on
          </Button>
          <Button variant="default" onClick={discard}>
            Discard
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface FieldsProps {
  shown: Draft;
  onChange: (part: Partial<Draft>) => void;
}

function Fields({ shown, onChange }: FieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <NativeSelect
        label="Phase of the property"
        description={MEANINGS[shown.phase]}
        value={shown.phase}
        data={CHOICES}
        onChange={({ currentTarget: { value } }) => {
          const phase = phaseOf(value);
          if (phase) onChange({ phase });
        }}
      />
      {isInShadow(shown) && (
        <NumberInput
          label="Share of conversations in shadow"
          description="In percent. A conversation stays on its side while the share grows."
          min={0}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
          suffix=" %"
          value={shown.sharePercent}
          onChange={(value) => onChange({ sharePercent: Number(value) || 0 })}
        />
      )}
      {EVERY_SKILL.map((skill) => (
        <SkillPhase key={skill} skill={skill} shown={shown} onChange={onChange} />
      ))}
    </SimpleGrid>
  );
}

function SkillPhase({ skill, shown, onChange }: FieldsProps & { skill: Skill }) {
  const { [skill]: own, ...others } = shown.skills;
  const choices = CHOICES.filter(({ value }) => value === own || PHASES_OF[skill].includes(value));
  return (
    <NativeSelect
      label={`${SKILLS[skill]}: phase`}
      value={own ?? ''}
      data={[{ value: '', label: `As the property (${PHASES[shown.phase]})` }, ...choices]}
      onChange={({ currentTarget: { value } }) => {
        const phase = phaseOf(value);
        onChange({ skills: phase ? { ...others, [skill]: phase } : others });
      }}
    />
  );
}

function ChangedMeanwhile({ onRead }: { onRead: () => void }) {
  return (
    <Alert color="orange" variant="outline" role="alert" title="This has changed meanwhile">
      <Text mb="sm">
        Somebody else has changed this property since you began. What you chose was not saved: look
        at what stands now, and choose again.
      </Text>
      <Button variant="default" onClick={onRead}>
        Show what stands now
      </Button>
    </Alert>
  );
}

const CHOICES = EVERY_PHASE.map((phase) => ({ value: phase, label: PHASES[phase] }));

const phaseOf = (word: string): Phase | undefined => EVERY_PHASE.find((phase) => phase === word);
