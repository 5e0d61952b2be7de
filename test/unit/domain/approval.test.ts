import { expect, test } from 'vitest';
import {
  approvalIdOf,
  nextApprovalId,
  canonicalSubject,
  refusal,
  type ApprovalSubject,
} from '../../../src/domain/approval.ts';

const subject: ApprovalSubject = {
  requestId: 'mr_1',
  reference: 'MR-0123456789',
  propertyId: 'harbor-court',
  class: 'P2',
  trade: 'plumbing',
  ceilingCents: 100_000,
};

// Money: a decision is bound to exactly what was shown.
test('the canonical text is the same for equal subjects, whatever the order of their keys', () => {
  const { class: of, ...rest } = subject;
  expect(canonicalSubject({ class: of, ...rest })).toBe(canonicalSubject(subject));
});

test('any change of what was shown changes the canonical text', () => {
  const changes: Partial<ApprovalSubject>[] = [
    { requestId: 'mr_2' },
    { reference: 'MR-9876543210' },
    { propertyId: 'cedar-row' },
    { class: 'P3' },
    { trade: 'hvac' },
    { ceilingCents: 100_001 },
    { reference: 'MR-0123456789","harbor-court', propertyId: '' },
  ];
  const texts = [subject, ...changes.map((change) => ({ ...subject, ...change }))].map(
    canonicalSubject,
  );
  expect(new Set(texts).size).toBe(texts.length);
});

test('a decision about something else than what is shown, or too late, is refused', () => {
  const same = { digest: 'a', shownDigest: 'a' };
  expect(refusal('pending', same)).toBeNull();
  expect(refusal('pending', { digest: 'a', shownDigest: 'b' })).toBe('changed');
  expect(refusal('expired', same)).toBe('expired');
  expect(refusal('revoked', same)).toBe('revoked');
});

test('the first question of a round has one id, whoever asks for it', () => {
  const idOf = (requestId: string, reopenings = 0) => approvalIdOf({ requestId, reopenings });
  expect(idOf('mr_0a1b')).toBe('ap_0a1b');
  expect(idOf('mr_0a1b')).not.toBe(idOf('mr_0a1c'));
  expect(new Set([0, 1, 2].map((round) => idOf('mr_0a1b', round))).size).toBe(3);
});

test('each later question of a round has an id of its own, whatever the request is called', () => {
  for (const requestId of ['mr_0a1b', 'mr_-a7']) {
    for (const reopenings of [0, 2]) {
      const round = { requestId, reopenings };
      const first = approvalIdOf(round);
      const second = nextApprovalId({ approvalId: first }, round);
      expect(second).toBe(`${first}-a2`);
      expect(nextApprovalId({ approvalId: second }, round)).toBe(`${first}-a3`);
      expect(nextApprovalId({ approvalId: `${first}-a9` }, round)).toBe(`${first}-a10`);
    }
  }
});
