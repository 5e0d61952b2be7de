export { approval } from './approval/approval.ts';
export { conversation } from './conversation/conversation.ts';
export { documentIngestion } from './document-ingestion/document-ingestion.ts';
export { handOff } from './hand-off/hand-off.ts';
export { maintenanceRequest } from './maintenance-request/maintenance-request.ts';
export { onCallAlert } from './on-call-alert/on-call-alert.ts';
export { platformOutbox } from './platform-outbox/platform-outbox.ts';
export { platformSync } from './platform-sync/platform-sync.ts';
