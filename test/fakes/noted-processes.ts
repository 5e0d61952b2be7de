import type { Processes } from '../../src/ports/processes.ts';

/** What a process was asked or told, in order. */
export interface Told {
  name: keyof Processes;
  by: unknown;
}

/** Processes that are only noted, for steps that open or tell them. */
export function notedProcesses() {
  const told: Told[] = [];
  const note =
    (name: keyof Processes) =>
    async (by: unknown): Promise<void> =>
      void told.push({ name, by });
  const processes: Processes = {
    tellConversation: note('tellConversation'),
    tellConversationReleased: note('tellConversationReleased'),
    openAlert: note('openAlert'),
    tellAlertAccepted: note('tellAlertAccepted'),
    tellAlertClosed: note('tellAlertClosed'),
    openHandOff: note('openHandOff'),
    tellHandOff: note('tellHandOff'),
    openMaintenanceRequest: note('openMaintenanceRequest'),
    reopenMaintenanceRequest: note('reopenMaintenanceRequest'),
    tellResidentAnswered: note('tellResidentAnswered'),
    tellWorkOrderChanged: note('tellWorkOrderChanged'),
    tellPlatformWrite: note('tellPlatformWrite'),
    tellRequestRaised: note('tellRequestRaised'),
    tellClassCorrected: note('tellClassCorrected'),
    tellApprovalWished: note('tellApprovalWished'),
    tellRequestCancelled: note('tellRequestCancelled'),
    openApproval: note('openApproval'),
    revokeApproval: note('revokeApproval'),
    askFromApproval: note('askFromApproval'),
    tellQuestionAnswered: note('tellQuestionAnswered'),
    tellApprovalEnded: note('tellApprovalEnded'),
    wakePlatformOutbox: note('wakePlatformOutbox'),
    steerPlatformOutbox: note('steerPlatformOutbox'),
    answerDocumentQuestion: note('answerDocumentQuestion'),
    ingestDocument: note('ingestDocument'),
  };
  return {
    processes,
    told,
    /** What was asked of one of them, in order. */
    of: (name: keyof Processes): unknown[] =>
      told.filter((deed) => deed.name === name).map(({ by }) => by),
  };
}
