/** Started by a schedule; one reading of what changed at a platform. */
export const platformSyncWorkflowId = (connectionId: string): string =>
  `platform-sync/${connectionId}`;

export interface PlatformSyncInput {
  connectionId: string;
}
