import { DOCUMENTS_TASK_QUEUE } from '../workflows/document-ingestion/contract.ts';

/** Conversations, requests, alerts: everything that answers people. */
export const MAIN_TASK_QUEUE = 'nightporter';

/** Every queue that must be polled before the house is ready. */
export const TASK_QUEUES = [MAIN_TASK_QUEUE, DOCUMENTS_TASK_QUEUE] as const;
