import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectPath = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** A change of one line, as somebody might make it who forgets that runs are under way. */
export interface Change {
  workflow: string;
  /** What the change would be called. */
  what: string;
  /** Below `src/workflows`. */
  file: string;
  from: string;
  to: string;
}

/** A change in each workflow that people wait on for long. */
export const CHANGES: Change[] = [
  {
    workflow: 'conversation',
    what: 'says that it is thinking before it thinks',
    file: 'conversation/take-turn.ts',
    from: 'const proposal = await',
    to: 'await messaging.reply({ turnId, conversationId, outcomes: [], verdicts: [] });\n  const proposal = await',
  },
  {
    workflow: 'maintenanceRequest',
    what: 'asks about the visit before it orders',
    file: 'maintenance-request/maintenance-request.ts',
    from: 'await maintenance.queueWorkOrder({ requestId });\n  await maintenance.askIntake({ requestId });',
    to: 'await maintenance.askIntake({ requestId });\n  await maintenance.queueWorkOrder({ requestId });',
  },
  {
    workflow: 'approval',
    what: 'asks no manager before it reminds them',
    file: 'approval/approval.ts',
    from: "await approvals.announce({ approvalId, step: 'asked' });",
    to: '',
  },
  {
    workflow: 'handOff',
    what: 'tells the managers without a warning to the desk',
    file: 'hand-off/hand-off.ts',
    from: 'hear(await handOffs.warn({ handOffId }));',
    to: '',
  },
];

/**
 * Copies the workflows to a folder of their own, with these changes made; answers the file to bundle.
 * @throws Error when a line that is to be changed is no longer there
 */
export async function changedWorkflows(
  changes: Change[],
): Promise<{ workflowsPath: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nightporter-changed-'));
  for (const part of ['workflows', 'domain']) {
    await cp(projectPath(`src/${part}`), join(folder, 'src', part), { recursive: true });
  }
  await symlink(projectPath('node_modules'), join(folder, 'node_modules'), 'junction');
  await cp(projectPath('package.json'), join(folder, 'package.json'));
  for (const { file, from, to } of changes) {
    const path = join(folder, 'src/workflows', file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} no longer says: ${from}`);
    await writeFile(path, text.replace(from, to));
  }
  return {
    workflowsPath: join(folder, 'src/workflows/index.ts'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
