import { expect, test } from 'vitest';
import { demandOpenable, parseManifest } from '../../../engines/backup-manifest.ts';

const here = { migration: '0009_house_marks.sql', postgres: '18.4', machine: 'linux-x64' };
const manifest = { format: 1, madeAt: '2026-11-23T12:00:00.000Z', ...here };

test('lets a backup pass that is as old as this program, or older', () => {
  expect(() => demandOpenable(manifest, here)).not.toThrow();
  expect(() => demandOpenable({ ...manifest, migration: '0003_sign_in.sql' }, here)).not.toThrow();
  expect(() => demandOpenable({ ...manifest, postgres: '18.1' }, here)).not.toThrow();
});

test.each([
  [{ migration: '0010_more.sql' }, /0010_more\.sql.*0009_house_marks\.sql/],
  [{ format: 2 }, /newer than this program/],
  [{ postgres: '17.2' }, /PostgreSQL 17\.2.*18\.4/],
  [{ machine: 'darwin-arm64' }, /darwin-arm64.*linux-x64/],
])('refuses %j with both versions', (changed, sentence) => {
  expect(() => demandOpenable({ ...manifest, ...changed }, here)).toThrow(sentence);
});

test.each([null, '', '{', '{}', '[]'])('calls %j no backup', (text) => {
  expect(() => parseManifest(text)).toThrow(/no backup of Night Porter/);
});
