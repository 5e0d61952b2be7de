import type { Action, Role } from '../../../src/api/rights.ts';

/** What a role is called. */
export const ROLES: Record<Role, string> = {
  agent: 'Agent',
  manager: 'Manager',
  admin: 'Administrator',
  auditor: 'Auditor',
};

/** What each action is, as one would say it. */
export const ACTIONS: Record<Action, string> = {
  'desk.watch': 'Sign in, and be told what changes',
  'property.read': 'See the properties',
  'conversation.read': 'Read conversations and who writes',
  'conversation.take-over': 'Take over a conversation, answer, give it back',
  'conversation.reassign': 'Give away a conversation that somebody else holds',
  'ledger.read': 'See a resident’s balance and ledger',
  'alert.read': 'See alerts',
  'alert.accept': 'Accept an alert',
  'approval.read': 'See approvals',
  'approval.decide': 'Approve or reject what is dear',
  'request.read': 'See maintenance requests',
  'request.change': 'Change a request: vendor, window, class, done, cancel',
  'document.read': 'Read documents',
  'document.publish': 'Upload and withdraw documents',
  'platform.operate': 'Hold and resume writes to the property platform',
  'rollout.read': 'See how far the assistant may go, and what it would have done',
  'rollout.change': 'Set how far the assistant may go, and stop it',
  'import.run': 'Import properties, units, residents and the rest',
  'sample.remove': 'Remove the sample',
  'policy.read': 'See the rules in force and this table',
  'connection.read': 'See what the house is connected to',
  'staff.manage': 'Add people, change what they may do, end their sessions',
  'shadow.mark': 'Say whether a proposal in shadow was right',
  'numbers.read': 'Read the numbers and take them as a table',
  'health.read': 'See how the house is doing',
  'audit.read': 'Read the audit record and take copies',
  'payload.decode': 'Read payloads in the Temporal Web UI',
  'simulator.use': 'Use the phone simulator (sample only)',
};

/** An amount as people read it, `$1,000`. */
export function money(cents: number, currency: string): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
}

/** A word of ours in plain letters: `carbon-monoxide` -> `Carbon monoxide`. */
export function plain(word: string): string {
  const spaced = word.replaceAll(/[-_]/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
