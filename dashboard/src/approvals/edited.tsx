import { List, Text } from '@mantine/core';
import type { ApprovalShown } from '../../../src/api/answers/approval.ts';
import { spanOf } from '../maintenance/window.tsx';
import { useZone } from '../shell/properties.tsx';
import { amount } from './words.ts';

/** What was approved instead of what was shown, old and new beside each other; nothing where all stayed. */
export function Edited({ approval }: { approval: ApprovalShown }) {
  const zone = useZone(approval.subject.propertyId);
  const lines = linesOf(approval, zone);
  if (lines.length === 0) return null;
  return (
    <>
      <Text mt="xs">Changed with the decision:</Text>
      <List size="sm" aria-label="Changed with the decision">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </>
  );
}

function linesOf(approval: ApprovalShown, zone: string): string[] {
  const { edits, subject, currency, tradeLabels, vendorName } = approval;
  if (edits === null) return [];
  const { ceilingCents, trade, vendorId, windowFromAt, windowToAt } = edits;
  const tradeOf = (id: string): string => tradeLabels[id] ?? id;
  const lines: (string | null)[] = [
    ceilingCents &&
      `At most ${amount(ceilingCents, currency)} instead of ${amount(subject.ceilingCents, currency)}`,
    edits.class && `Class ${edits.class} instead of ${subject.class}`,
    trade && `Trade: ${tradeOf(trade)} instead of ${tradeOf(subject.trade)}`,
    vendorId && `Sent at once: ${vendorName ?? vendorId}`,
    windowFromAt &&
      windowToAt &&
      `When: ${spanOf({ fromAt: windowFromAt, toAt: windowToAt, zone })}`,
  ].map((line) => line || null);
  return lines.filter((line) => line !== null);
}
