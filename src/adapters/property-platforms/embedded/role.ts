/** How the platform connects: as the application's role, which has its rights here and cannot rewrite the audit trail. */
export const asApplication = { options: '-c role=nightporter_app' };
