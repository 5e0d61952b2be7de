import { expect, test } from 'vitest';
import { createWebUi } from '../../../src/api/web-ui.ts';
import { conversationWorkflowId } from '../../../src/workflows/conversation/contract.ts';
import { documentWorkflowId } from '../../../src/workflows/document-ingestion/contract.ts';

const CLOUD = 'https://temporal.example/ui/';

test('gives the address of a workflow up to its id, encoded as the Web UI reads it', () => {
  const { answer, queueUrl } = createWebUi({ address: CLOUD, namespace: 'np prod' });
  const at = 'https://temporal.example/ui/namespaces/np%20prod';
  const linkOf = (workflowId: string): string =>
    `${at}/workflows/${encodeURIComponent(workflowId)}`;
  expect(answer).toMatchObject({ namespace: 'np prod', reason: null });
  const { conversation, document } = answer.workflows ?? { conversation: '', document: '' };
  expect(`${conversation}${encodeURIComponent('c-1')}`).toBe(linkOf(conversationWorkflowId('c-1')));
  expect(`${document}${encodeURIComponent('house/rules/2')}`).toBe(
    linkOf(documentWorkflowId({ documentId: 'house/rules', version: 2 })),
  );
  expect(queueUrl('nightporter')).toBe(`${at}/task-queues/nightporter`);
});

test('says why there is no link where nobody said where the Web UI is', () => {
  const { answer, queueUrl } = createWebUi({ address: undefined, namespace: 'default' });
  expect(answer.workflows).toBeNull();
  expect(answer.reason).toContain('NIGHTPORTER_TEMPORAL_UI');
  expect(queueUrl('nightporter')).toBeNull();
});
