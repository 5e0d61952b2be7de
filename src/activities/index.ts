import { createAlertActivities } from './alerts.ts';
import { createApprovalQuestionActivities } from './approval-questions.ts';
import { createApprovalActivities } from './approvals.ts';
import { createAssistantActivities } from './assistant.ts';
import { createDocumentActivities } from './documents.ts';
import { createDocumentQuestionActivities } from './document-questions.ts';
import { translated } from './failures.ts';
import { createHandOffActivities } from './hand-offs.ts';
import { createHeldNewsActivities } from './held-news.ts';
import type { House } from './house.ts';
import { createLegalClockActivities } from './legal-clocks.ts';
import { createMessagingActivities } from './messaging.ts';
import { createPlatformSyncActivities } from './platform-sync.ts';
import { createRequestChangeActivities } from './request-changes.ts';
import { createRequestIntakeActivities } from './request-intake.ts';
import { createRequestOpeningActivities } from './request-opening.ts';
import { createRequestOrderActivities } from './request-orders.ts';
import { createRequestQuestionActivities } from './request-questions.ts';
import { createRequestReopeningActivities } from './request-reopening.ts';
import { createRequestStatusActivities } from './request-status.ts';
import { createRequestActivities } from './requests.ts';
import { createResidentActivities } from './residents.ts';
import { createWorkOrderActivities } from './work-orders.ts';

/** Everything that the worker of the main queue can run. */
export function createActivities(house: House) {
  return translated({
    ...createAlertActivities(house),
    ...createApprovalActivities(house),
    ...createApprovalQuestionActivities(house),
    ...createAssistantActivities(house),
    ...createDocumentQuestionActivities(house),
    ...createHandOffActivities(house),
    ...createHeldNewsActivities(house),
    ...createLegalClockActivities(house),
    ...createPlatformSyncActivities(house),
    ...createRequestActivities(house),
    ...createRequestChangeActivities(house),
    ...createRequestIntakeActivities(house),
    ...createRequestOrderActivities(house),
    ...createRequestQuestionActivities(house),
    ...createRequestReopeningActivities(house),
    ...createRequestStatusActivities(house),
    ...createMessagingActivities(house),
    ...createRequestOpeningActivities(house),
    ...createResidentActivities(house),
    ...createWorkOrderActivities(house),
  });
}

/** What the worker of the documents' queue runs: slow, and kept away from conversations. */
export function createDocumentQueueActivities(house: House) {
  return translated(createDocumentActivities(house));
}
