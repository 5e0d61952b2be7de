import { Badge, Group, Text } from '@mantine/core';
import { useLocation } from 'react-router';
import type { RequestListed } from '../../../src/api/answers/maintenance-request.ts';
import { CardLink } from '../shell/card-link.tsx';
import { usePropertyName } from '../shell/properties.tsx';
import { Time } from '../shell/time.tsx';
import { Window } from './window.tsx';
import { capital, CLOCKS, headlineOf, STATES } from './words.ts';

/** One request of the board: what, where, how urgent, how it stands, and what is owed until when. */
export function RequestCard({ request }: { request: RequestListed }) {
  const { reference, propertyId, writer, state, vendorName, windowFromAt, windowToAt } = request;
  const { search } = useLocation();
  const propertyName = usePropertyName();
  const isUrgent = request.class === 'P0' || request.class === 'P1';
  return (
    <CardLink to={`/maintenance/${reference}${search}`}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Badge variant="outline" color={isUrgent ? 'red' : 'blue'} style={{ flexShrink: 0 }}>
          {request.class}
        </Badge>
        <Text fw={600} lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {headlineOf(request)}
        </Text>
      </Group>
      <Text size="sm">
        {writer ? `${writer.name}, ` : ''}
        {writer?.unitNumber ? `unit ${writer.unitNumber}, ` : ''}
        {propertyName(propertyId)}
      </Text>
      <Text size="sm">
        {capital(STATES[state])}
        {request.reopenings > 0 ? ' · reopened' : ''}
        {vendorName ? ` · ${vendorName}` : ''}
      </Text>
      {windowFromAt && windowToAt && (
        <Window fromAt={windowFromAt} toAt={windowToAt} propertyId={propertyId} />
      )}
      <Ending request={request} />
      <Text size="xs" c="dimmed">
        {reference}
      </Text>
    </CardLink>
  );
}

/** What is owed until when; or how it ended. */
function Ending({ request }: { request: RequestListed }) {
  const { clock, nextDeadlineAt, closedAt, surveyScore, propertyId } = request;
  return (
    <>
      {clock && nextDeadlineAt && (
        <Text size="sm" component="div">
          {capital(CLOCKS[clock])} by <Time at={nextDeadlineAt} propertyId={propertyId} />
        </Text>
      )}
      {closedAt && <Time at={closedAt} propertyId={propertyId} />}
      {surveyScore !== null && <Text size="sm">The resident gave it {surveyScore} of 5</Text>}
    </>
  );
}
