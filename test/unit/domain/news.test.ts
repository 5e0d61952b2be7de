import { expect, test } from 'vitest';
import { keyAfterRelease, type RequestNewsOf } from '../../../src/domain/news.ts';

const asked: RequestNewsOf = {
  kind: 'request',
  requestId: 'mr-1',
  key: 'news-done',
  state: 'awaiting-completion-check',
  question: 'completed',
};

test('tells news itself while the request stands as it stood', () => {
  expect(keyAfterRelease(asked, asked)).toBe('news-done');
});

test('tells how the request stands where its state or its question has changed', () => {
  expect(keyAfterRelease(asked, { state: 'closed', question: null })).toBe('status-closed');
  const answered = { state: asked.state, question: null };
  expect(keyAfterRelease(asked, answered)).toBe('status-awaiting-completion-check');
});
