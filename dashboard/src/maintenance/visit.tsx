import { Text, Title } from '@mantine/core';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { Window } from './window.tsx';
import { plainTrade } from './words.ts';

/** Who comes and when, and what the resident said of it in the end. */
export function Visit({ request }: { request: RequestAnswer }) {
  const { vendorName, windowFromAt, windowToAt, propertyId, trade, writes, surveyScore } = request;
  const isWaiting = writes.some(({ state }) => WAITING.includes(state));
  const isRefused = writes.some(({ state }) => state === 'rejected' || state === 'needs-human');
  return (
    <section aria-label="Vendor and window">
      <Title order={2} size="h4">
        Vendor and window
      </Title>
      <Text size="sm">
        {vendorName ?? 'Nobody was chosen yet'} ({plainTrade(trade)})
      </Text>
      {windowFromAt && windowToAt ? (
        <Window fromAt={windowFromAt} toAt={windowToAt} propertyId={propertyId} />
      ) : (
        <Text size="sm">No window is set.</Text>
      )}
      {isWaiting && (
        <Text size="sm" role="status">
          A change is on its way to the platform.
        </Text>
      )}
      {isRefused && (
        <Text size="sm" fw={700}>
          The platform did not take a change: look at the work order there.
        </Text>
      )}
      {surveyScore !== null && <Text size="sm">The resident gave it {surveyScore} of 5.</Text>}
    </section>
  );
}

const WAITING = ['waiting', 'sending', 'ambiguous'];
