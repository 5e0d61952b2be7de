/** Where a workflow is shown in the Temporal Web UI; null where no Web UI is configured. */
export type WorkflowLink = (workflowId: string) => string | null;

/** Links into the Web UI at that address. */
export function createWorkflowLinks({
  webUi,
  namespace,
}: {
  webUi: string | undefined;
  namespace: string;
}): WorkflowLink {
  return (workflowId) =>
    webUi === undefined
      ? null
      : `${webUi.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
