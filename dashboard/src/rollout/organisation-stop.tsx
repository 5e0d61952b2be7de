import { Button, Group, List, Modal, Paper, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { OrganisationRollout } from '../../../src/api/answers/rollout.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Failed } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { useSwitch, type Stop } from './use-rollout.ts';

interface Switch {
  organisation: OrganisationRollout;
  /** The names of its properties. */
  where: string;
}

/** The one switch that stops the assistant at every property of an organisation; asks before it does. */
export function OrganisationStop({ organisation }: Pick<Switch, 'organisation'>) {
  const { isStopped, mayStop, propertyIds } = organisation;
  const [isOpen, { open, close }] = useDisclosure(false);
  const where = new Intl.ListFormat('en').format(propertyIds.map(usePropertyName()));
  const by = { organisation, where };
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      aria-label={`Stop switch for ${where}`}
      {...(isStopped ? { bd: '3px solid var(--mantine-color-red-filled)' } : {})}
    >
      <Standing {...by} />
      {mayStop && (
        <Button mt="sm" size="lg" fullWidth {...LOOK[isStopped ? 'start' : 'stop']} onClick={open}>
          {isStopped ? 'Let it answer again …' : 'Stop everywhere …'}
        </Button>
      )}
      <Question {...by} isOpen={isOpen} onClose={close} />
    </Paper>
  );
}

const LOOK = { start: { variant: 'default' }, stop: { color: 'red' } };

function Standing({ organisation, where }: Switch) {
  const { isStopped, changedAt, changedByName, propertyIds } = organisation;
  return (
    <>
      <Title order={2} size="h4">
        {isStopped ? 'The assistant is stopped' : 'The assistant is on'}
      </Title>
      <Text role="status">
        {isStopped
          ? `At ${where} everything goes to people. Danger is still answered.`
          : `At ${where} it goes as far as the phases below let it.`}
      </Text>
      {changedAt !== null && (
        <Text size="sm" component="div" c="dimmed">
          {isStopped ? 'Stopped' : 'Switched on again'} by {changedByName ?? 'somebody'} ·{' '}
          <Time at={changedAt} propertyId={propertyIds[0] ?? null} />
        </Text>
      )}
    </>
  );
}

function Question(by: Switch & { isOpen: boolean; onClose: () => void }) {
  const { organisation, where, isOpen, onClose } = by;
  const { organisationId, isStopped, version } = organisation;
  const path = `/organisations/${encodeURIComponent(organisationId)}/stop`;
  const set = useSwitch<Stop>(path, { onDone: onClose });
  const wish: Stop = isStopped ? { isStopped: false, version } : { isStopped: true };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={isStopped ? 'Let the assistant answer again?' : 'Stop the assistant everywhere?'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isStopped ? <WhatStarts where={where} /> : <WhatStops where={where} />}
      {set.error && <Failed error={set.error} />}
      <Group mt="md">
        <Button
          {...(isStopped ? {} : { color: 'red' })}
          loading={set.isPending}
          onClick={() => set.mutate(wish)}
        >
          {isStopped ? 'Let it answer again' : 'Stop it now'}
        </Button>
        <Button variant="default" onClick={onClose} data-autofocus>
          Leave it
        </Button>
      </Group>
    </Modal>
  );
}

function WhatStops({ where }: Pick<Switch, 'where'>) {
  return (
    <>
      <Text fw={600}>What stops with the next message, at {where}:</Text>
      <List mb="sm">
        <List.Item>answers from documents, and what it keeps to itself in shadow</List.Item>
        <List.Item>balances, charges, lease dates and how repairs stand</List.Item>
        <List.Item>new reports of ordinary repairs</List.Item>
      </List>
      <Text mb="sm">
        Each of these goes to a person instead, and the resident is told by when somebody answers.
      </Text>
      <Text fw={600}>What stays:</Text>
      <List>
        <List.Item>
          danger: the safety text, the alert to people on call, the emergency report
        </List.Item>
        <List.Item>news of repairs that are open already</List.Item>
        <List.Item>everything that staff write themselves</List.Item>
      </List>
    </>
  );
}

function WhatStarts({ where }: Pick<Switch, 'where'>) {
  return (
    <Text>
      With the next message the assistant goes as far again as the phases and the other stop
      switches at {where} let it. Conversations that were handed to people stay with them.
    </Text>
  );
}
