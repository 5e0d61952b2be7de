import { expect, test } from 'vitest';
import { trailPath } from '../../../dashboard/src/settings/trail-path.ts';

test.each([
  ['MR-0123456789', '/settings/audit/requests/MR-0123456789'],
  ['  mr-abc0123456 ', '/settings/audit/requests/MR-ABC0123456'],
  [
    'https://porter.example/desk/maintenance/mr_12ab?side=ended',
    '/settings/audit/requests/mr_12ab',
  ],
  [
    'https://porter.example/desk/inbox/conv_12-ab?queue=all',
    '/settings/audit/conversations/conv_12-ab',
  ],
  ['/desk/settings/audit/conversations/conv_1', '/settings/audit/conversations/conv_1'],
])('leads from %s to its record', (text, path) => {
  expect(trailPath(text)).toBe(path);
});

test.each(['', 'the leak', 'https://porter.example/desk/inbox', 'javascript:alert(1)'])(
  'leads nowhere from %j',
  (text) => {
    expect(trailPath(text)).toBeNull();
  },
);
