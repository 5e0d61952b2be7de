import { Anchor, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { RequestAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { APPROVALS, money } from './words.ts';

/** What it may cost against what may be spent unasked; a band's ceiling, never a quote. */
export function Cost({ request: { cost, class: priority } }: { request: RequestAnswer }) {
  const { currency, ceilingCents, limitCents, needsApproval, approval } = cost;
  const isEmergency = priority === 'P0' || priority === 'P1';
  return (
    <section aria-label="Cost">
      <Title order={2} size="h4">
        Cost
      </Title>
      <Text size="sm">
        {ceilingCents === 0
          ? 'No cost band is known for this trouble.'
          : `Up to ${money(ceilingCents, currency)} (estimate, no quote).`}
      </Text>
      <Text size="sm">
        {isEmergency ? 'Emergency limit to make it safe: ' : 'Limit without approval: '}
        {money(limitCents, currency)}.
      </Text>
      {approval ? (
        <Text size="sm" component="div">
          Approval up to {money(approval.ceilingCents, currency)}: {APPROVALS[approval.state]}.{' '}
          {approval.state === 'pending' && (
            <Anchor component={Link} to="/approvals" size="sm" underline="always">
              Go to the approvals
            </Anchor>
          )}
        </Text>
      ) : (
        <Text size="sm">
          {needsApproval
            ? 'A manager’s approval is needed; nobody was asked yet.'
            : 'No approval is needed.'}
        </Text>
      )}
    </section>
  );
}
