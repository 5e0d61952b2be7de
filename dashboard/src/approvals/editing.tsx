import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalChoices, ApprovalShown } from '../../../src/api/answers/approval.ts';
import { CLASSES } from '../maintenance/words.ts';
import { read, Refused } from '../shell/client.ts';
import { usePropertyName, useZone } from '../shell/properties.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import type { Decide, WishedEdits } from './decide.ts';
import { amount, centsOf } from './words.ts';

const REASON_MAX = 1000;

/** Whether a refusal names fields of the form, which then says so beside them. */
export function isAboutEdits(error: Error): boolean {
  return issuesOf(error).some(({ field }) => field.startsWith('edits.') || field === 'reason');
}

const issuesOf = (error: unknown) => (error instanceof Refused ? error.issues : []);

/** Approves with other values than were asked for: one decision. */
export function Editing(by: { approval: ApprovalShown; decide: Decide; onBack: () => void }) {
  const { approvalId } = by.approval;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['approval', 'choices', approvalId],
    queryFn: () => read<ApprovalChoices>(`/approvals/${approvalId}/choices`),
  });
  if (isPending) return <Loading what="what may be changed" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return <Form {...by} choices={data} />;
}

interface Typed {
  most: string;
  class: string;
  trade: string;
  vendor: string;
  from: string;
  to: string;
  reason: string;
}

function Form({
  approval,
  decide,
  onBack,
  choices,
}: Parameters<typeof Editing>[0] & { choices: ApprovalChoices }) {
  const { subject, digest } = approval;
  const [typed, setTyped] = useState<Typed>(() => ({
    most: String(subject.ceilingCents / 100),
    class: subject.class,
    trade: subject.trade,
    vendor: '',
    from: '',
    to: '',
    reason: '',
  }));
  const change = (changed: Partial<Typed>): void => {
    decide.reset();
    setTyped({ ...typed, ...changed });
  };
  const edits = editsOf(typed, subject);
  const missing = missingOf(typed, { edits, choices });
  const send = (): void => {
    const reason = typed.reason.trim();
    const because = reason === '' ? {} : { reason };
    decide.mutate({ decision: 'approve', digest, ...because, ...(edits && { edits }) });
  };
  const fields = { typed, change, approval, choices, wrong: wrongIn(decide.error) };
  return (
    <Stack gap="sm" component="section" aria-label="Change and approve">
      <Text fw={600}>Change and approve</Text>
      <Terms {...fields} />
      <Visit {...fields} />
      <Textarea
        label="Why"
        description="Staff read this; the resident does not. Needed for another class."
        autosize
        minRows={2}
        maxLength={REASON_MAX}
        value={typed.reason}
        error={fields.wrong('reason')}
        onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
      />
      {missing !== null && (
        <Text size="sm" role="status">
          {missing}
        </Text>
      )}
      <Group>
        <Button size="md" disabled={missing !== null} loading={decide.isPending} onClick={send}>
          Approve with these changes
        </Button>
        <Button variant="default" size="md" onClick={onBack}>
          Back
        </Button>
      </Group>
    </Stack>
  );
}

interface Fields {
  typed: Typed;
  change: (changed: Partial<Typed>) => void;
  approval: ApprovalShown;
  choices: ApprovalChoices;
  wrong: (field: string) => string | false;
}

function Terms({ typed, change, approval, choices, wrong }: Fields) {
  const { currency, subject } = approval;
  const { limitCents, classes, trades } = choices;
  const classNames = Object.entries(CLASSES).filter(([id]) => classes.some((of) => of === id));
  return (
    <>
      <TextInput
        label={`At most (${currency})`}
        description={`Asked for: ${amount(subject.ceilingCents, currency)}. You may approve up to ${amount(limitCents, currency)}.`}
        inputMode="decimal"
        value={typed.most}
        error={wrong('edits.ceiling_cents')}
        onChange={({ currentTarget }) => change({ most: currentTarget.value })}
      />
      {classes.length > 1 && (
        <NativeSelect
          label="Class"
          description="More urgent only; anything else is corrected on the request’s own page."
          value={typed.class}
          error={wrong('edits.class')}
          onChange={({ currentTarget }) => change({ class: currentTarget.value })}
          data={classNames.map(([value, label]) => ({ value, label }))}
        />
      )}
      <NativeSelect
        label="Trade"
        value={typed.trade}
        error={wrong('edits.trade')}
        onChange={({ currentTarget }) => change({ trade: currentTarget.value, vendor: '' })}
        data={trades.map(({ id, label }) => ({ value: id, label }))}
      />
    </>
  );
}

function Visit({ typed, change, approval, choices, wrong }: Fields) {
  const { propertyId } = approval.subject;
  const zone = useZone(propertyId);
  const propertyName = usePropertyName();
  const vendors = (choices.vendors ?? []).filter(
    ({ trades, isLicensed }) => isLicensed && trades.includes(typed.trade),
  );
  if (choices.vendors === null) {
    return <Text size="sm">The platform does not answer: nobody can be chosen to come now.</Text>;
  }
  const moment = (field: 'from' | 'to', label: string) => (
    <TextInput
      type="datetime-local"
      label={label}
      value={typed[field]}
      error={wrong(`edits.window.${field}`)}
      onChange={({ currentTarget }) => change({ [field]: currentTarget.value })}
    />
  );
  return (
    <>
      <NativeSelect
        label="Vendor"
        description={
          vendors.length === 0
            ? 'The property has no vendor of this trade who may be sent.'
            : 'Sent as soon as you approve. Leave it open, and staff choose.'
        }
        value={typed.vendor}
        error={wrong('edits.vendor_id')}
        onChange={({ currentTarget: { value } }) =>
          change(value === '' ? { vendor: '', from: '', to: '' } : { vendor: value })
        }
        data={[
          { value: '', label: 'Nobody yet' },
          ...vendors.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {typed.vendor !== '' && (
        <>
          <Group align="flex-start">
            {moment('from', 'Comes from')}
            {moment('to', 'Comes until')}
          </Group>
          <small>
            Times of {propertyName(propertyId)} ({zone}). Leave both empty to set them later.
          </small>
        </>
      )}
    </>
  );
}

const wrongIn = (error: unknown) => (field: string) => {
  const message = issuesOf(error).find((issue) => issue.field === field)?.message;
  return message === undefined ? false : message.charAt(0).toUpperCase() + message.slice(1);
};

/** What differs from what was shown; null where nothing does. */
function editsOf(typed: Typed, shown: ApprovalShown['subject']): WishedEdits | null {
  const cents = centsOf(typed.most);
  const edits: WishedEdits = {
    ...(cents !== null && cents !== shown.ceilingCents && { ceiling_cents: cents }),
    ...(typed.class !== shown.class && { class: typed.class }),
    ...(typed.trade !== shown.trade && { trade: typed.trade }),
    ...(typed.vendor !== '' && { vendor_id: typed.vendor }),
    ...(typed.from !== '' && typed.to !== '' && { window: { from: typed.from, to: typed.to } }),
  };
  return Object.keys(edits).length === 0 ? null : edits;
}

/** What is to be done before it can be approved; null when it can. */
function missingOf(
  typed: Typed,
  { edits, choices }: { edits: WishedEdits | null; choices: ApprovalChoices },
): string | null {
  const cents = centsOf(typed.most);
  if (cents === null || cents === 0) return 'Write the amount as 450 or 450.50.';
  if (cents > choices.limitCents) return 'That is more than you may approve.';
  if ((typed.from === '') !== (typed.to === '')) return 'Set both ends of the window, or neither.';
  if (edits === null) return 'Nothing is changed yet.';
  if (edits.class !== undefined && typed.reason.trim() === '') return 'Say why the class changes.';
  return null;
}
