import { Alert, Box, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { PhoneAnswer } from '../../../src/api/answers/simulator.ts';
import { plural } from '../shell/plural.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Bubble } from './bubble.tsx';
import { Composer } from './composer.tsx';
import { usePhone, useReadReceipts, type Held } from './use-phone.ts';

/** The phone of one resident on one channel. */
export function Phone(held: Held) {
  const { resident, channel } = held;
  const { data, error, isPending, refetch } = usePhone(held);
  const propertyName = usePropertyName();
  return (
    <Paper
      component="section"
      aria-label={`Phone of ${resident.name}`}
      withBorder
      radius="lg"
      maw={460}
      mx="auto"
      style={{ overflow: 'hidden' }}
    >
      <Box p="sm" bg="var(--mantine-color-default-hover)">
        <Title order={2} size="h4">
          {propertyName(resident.propertyId)}
        </Title>
        <Text size="sm">
          {channel === 'whatsapp' ? 'WhatsApp (stand-in)' : 'Web chat'} · phone of {resident.name}
        </Text>
      </Box>
      <Stack p="sm" gap="sm">
        {isPending && <Loading what="the messages" />}
        {error && <Failed error={error} onRetry={() => void refetch()} />}
        {data && <Talk held={held} phone={data} />}
        <Composer held={held} answers={data ? answersNow(data) : []} />
      </Stack>
    </Paper>
  );
}

/** Nothing to tap while our last words are already answered. */
function answersNow({ answers, lines, isSettled }: PhoneAnswer): string[] {
  return isSettled && lines.at(-1)?.from !== 'resident' ? answers : [];
}

function Talk({ held, phone }: { held: Held; phone: PhoneAnswer }) {
  const { lines, isSettled, isOptedOut, heldBack, failed } = phone;
  const box = useRef<HTMLDivElement>(null);
  const newest = lines.at(-1)?.id;
  useEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [newest, isSettled]);
  useReadReceipts(held, phone);
  return (
    <>
      <Stack
        ref={box}
        className="transcript"
        gap="xs"
        mih="12rem"
        role="log"
        aria-label="Messages"
        tabIndex={0}
      >
        {lines.length === 0 && (
          <Empty
            title="No messages yet"
            hint="Write something, for example: When are quiet hours?"
          />
        )}
        {lines.map((line) => (
          <Bubble key={line.id} line={line} resident={held.resident} />
        ))}
        {!isSettled && (
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              Night Porter is writing …
            </Text>
          </Group>
        )}
      </Stack>
      {isOptedOut && (
        <Alert variant="outline" color="orange" role="status" title="STOP is obeyed">
          Nothing but safety warnings is sent to this number until it writes START.
        </Alert>
      )}
      {heldBack + failed > 0 && (
        <Text size="sm" role="status">
          {[
            ...(heldBack > 0
              ? [`${plural(heldBack, { one: 'message' })} held back, never sent`]
              : []),
            ...(failed > 0
              ? [`${plural(failed, { one: 'message' })} refused by the stand-in`]
              : []),
          ].join('; ')}
          .
        </Text>
      )}
    </>
  );
}
