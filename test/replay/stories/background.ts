import { documentQuestionWorkflowId } from '../../../src/workflows/document-question/contract.ts';
import { documentWorkflowId } from '../../../src/workflows/document-ingestion/contract.ts';
import * as outbox from '../../../src/workflows/platform-outbox/contract.ts';
import { platformSyncWorkflowId } from '../../../src/workflows/platform-sync/contract.ts';
import type { Script } from '../../fakes/scripted-activities.ts';
import { failing, type Story } from './story.ts';

/** A row is waiting, its answer is lost, it is not there, its answer is lost again; a person looks. */
function lostTwice(): Script {
  const states = ['waiting', 'ambiguous', 'ambiguous'];
  let looked = 0;
  return {
    nextWrite: () => {
      const state = states[looked];
      looked += 1;
      if (!state) return { kind: looked === 4 ? 'later' : 'none' };
      return { kind: 'due', outboxId: 'o-1', state, attempts: looked - 1, searchGapMs: 30_000 };
    },
    sendWrite: failing('ProviderAmbiguous'),
  };
}

/** What goes on behind the desk. */
export const backgroundStories: Story[] = [
  {
    name: 'platform-outbox-answers-lost-twice',
    workflow: 'platformOutbox',
    workflowId: outbox.platformOutboxWorkflowId('embedded'),
    input: () => ({ connectionId: 'embedded', isPaused: true }),
    script: lostTwice(),
    async play({ handle, sleep }) {
      await handle.signal(outbox.resumed);
      await sleep('10m');
      await handle.signal(outbox.paused);
      await handle.signal(outbox.rowQueued);
      await sleep('1m');
    },
  },
  {
    name: 'document-ingestion-published',
    workflow: 'documentIngestion',
    workflowId: documentWorkflowId({ documentId: 'doc-1', version: 1 }),
    input: () => ({ documentId: 'doc-1', version: 1 }),
    play: ({ handle }) => handle.result(),
  },
  {
    name: 'document-ingestion-unreadable',
    workflow: 'documentIngestion',
    workflowId: documentWorkflowId({ documentId: 'doc-2', version: 1 }),
    input: () => ({ documentId: 'doc-2', version: 1 }),
    script: { publishDocument: failing('DocumentUnreadable') },
    play: ({ handle }) => handle.result(),
  },
  {
    name: 'document-question-answered',
    workflow: 'documentQuestion',
    workflowId: documentQuestionWorkflowId({ questionId: 'question-1' }),
    input: () => ({ questionId: 'question-1' }),
    play: ({ handle }) => handle.result(),
  },
  {
    name: 'platform-sync-read',
    workflow: 'platformSync',
    workflowId: platformSyncWorkflowId('embedded'),
    input: () => ({ connectionId: 'embedded' }),
    play: ({ handle }) => handle.result(),
  },
];
