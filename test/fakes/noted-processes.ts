import type { Processes } from '../../src/ports/processes.ts';

/** Processes that are only noted, for steps that open or tell them. */
export function notedProcesses() {
  const noted: { name: keyof Processes; input: unknown }[] = [];
  const note =
    (name: keyof Processes) =>
    async (input: unknown): Promise<void> =>
      void noted.push({ name, input });
  const processes: Processes = {
    tellConversation: note('tellConversation'),
    openAlert: note('openAlert'),
    tellAlertAccepted: note('tellAlertAccepted'),
    openHandOff: note('openHandOff'),
    tellHandOff: note('tellHandOff'),
    openMaintenanceRequest: note('openMaintenanceRequest'),
    tellResidentAnswered: note('tellResidentAnswered'),
    tellWorkOrderChanged: note('tellWorkOrderChanged'),
    tellPlatformWrite: note('tellPlatformWrite'),
    tellRequestCancelled: note('tellRequestCancelled'),
    openApproval: note('openApproval'),
    tellApprovalEnded: note('tellApprovalEnded'),
    wakePlatformOutbox: note('wakePlatformOutbox'),
    ingestDocument: note('ingestDocument'),
  };
  return {
    processes,
    /** What was asked of one of them, in order. */
    of: (name: keyof Processes): unknown[] =>
      noted.filter((deed) => deed.name === name).map(({ input }) => input),
  };
}
