import { expect, test } from 'vitest';
import { newsOf } from '../../../dashboard/src/alerts/news.ts';

const gas = { id: 'al-1', headline: 'P0 gas reported at Harbor Court.', to: '/inbox/c-1' };
const approval = { id: 'ap-1-asked', headline: 'It waits for approval.', to: '/approvals/ap-1' };

test('what waited already when the desk was opened is no news', () => {
  expect(newsOf(null, [gas, approval])).toEqual([]);
});

test('what comes later is told once', () => {
  expect(newsOf(new Set(['al-1']), [gas, approval])).toEqual([approval]);
  expect(newsOf(new Set(['al-1', 'ap-1-asked']), [gas, approval])).toEqual([]);
});
