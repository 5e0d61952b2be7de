import type { AuditFault } from '../ports/audit-log.ts';
import type { RecordedEntry } from '../ports/audit-trail.ts';

type Facts = RecordedEntry['facts'];
type Teller = string | ((facts: Facts) => string);

const plain = (value: Facts[string] | undefined): string =>
  String(value ?? 'unknown').replaceAll(/[-_]/g, ' ');
const listOf = (value: Facts[string] | undefined): string =>
  String(value ?? '') === '' ? 'nothing' : String(value).split(' ').map(plain).join(', ');

/** What happened, by event; `{name}` stands for the fact of that name in plain letters. */
const TELLERS: Record<string, Teller> = {
  'message.received': ({ channel, hasDanger }) =>
    `A message came in by ${plain(channel)}${hasDanger === true ? '; the rules found danger in it' : ''}`,
  'conversation.identified': ({ residentId, assurance }) =>
    residentId === null
      ? 'Who writes was set back to unknown'
      : `Who writes was established, at the level “${plain(assurance)}”`,
  'danger.found': ({ hazard, class: priority, foundBy }) =>
    `A danger was found: ${plain(hazard)}, ${plain(priority)}, by the ${foundBy === 'classifier' ? 'second net' : 'rules'}`,
  'turn.settled': ({ decisions, verdicts }) =>
    `A turn was settled. Proposed: ${listOf(decisions)}. Judged: ${listOf(verdicts)}`,
  'send.started': 'A message ({purpose}) was handed to {channel}',
  'send.ended': 'The attempt to send ended: {state}',
  'send.resolved': 'The end of an attempt that was taken for lost became known: {state}',
  'send.withheld': 'A message ({purpose}) was held back: {failureCode}',
  'hand-off.opened': 'A person was asked to answer: {reason}',
  'hand-off.warned': 'Nobody had answered: the desk was warned',
  'hand-off.breached': 'Nobody had answered in time: the managers were told',
  'takeover.opened': 'The conversation was taken over; the assistant fell silent',
  'takeover.closed': 'The conversation was given back to the assistant',
  'conversation.assigned': ({ toStaffId, isSilencing }) =>
    toStaffId === null
      ? 'The conversation was given back to the queue'
      : `The conversation was given to somebody else${isSilencing === true ? '; the assistant is silent' : ''}`,
  'note.written': 'A note was written for colleagues',
  'reply.written': 'A reply was written to the resident',
  'message.revealed': 'Hidden numbers of a message were shown',
  'draft.sent': 'News that had been held back was sent by whoever holds the conversation',
  'draft.discarded': 'News that had been held back was thrown away',
  'draft.told': 'News that had been held back was told when the conversation was given back',
  'draft.dropped': 'News that had been held back was no longer true and was dropped',
  'alert.opened': 'An alert was raised: {kind}',
  'alert.rang': ({ attempt, outcome }) =>
    outcome === 'nobody'
      ? `The alert rang, attempt ${plain(attempt)}, and there was nobody to ring`
      : `The alert rang, attempt ${plain(attempt)}: ${plain(outcome)}`,
  'alert.accepted': 'The alert was accepted',
  'alert.closed': ({ because }) =>
    because === undefined
      ? 'The alert was no longer needed: its matter was over'
      : `The alert was no longer needed; its matter ended: ${plain(because)}`,
  'approval.opened': 'A manager was asked to approve',
  'approval.question-asked': 'The resident was asked about it',
  'approval.question-answered': 'The resident’s answer came back to it',
  'approval.ended': 'The approval ended: {state}',
  'request.opened': ({ issue, class: priority }) =>
    `The request was opened as ${plain(priority)}: ${plain(issue).replace('.', ', ')}`,
  'request.changed': ({ state, ...facts }) => {
    const changed = Object.keys(facts).filter((name) => name !== 'requestId');
    const names = changed.map((name) => factName(name).toLowerCase());
    if (typeof state === 'string') return `The request is now ${plain(state)}`;
    return `The request changed: ${names.join(', ') || 'nothing that is on record'}`;
  },
  'request.class-corrected': 'The class was set by hand: {class} instead of {from}',
  'request.reopened': 'The request was opened again, for the {number}. time, as {class}',
  'request.cancel-asked': 'The request was called off',
  'request.approval-wished': 'Staff asked the managers anew to approve',
  'request.completion-told': ({ isDone }) =>
    `The resident told staff that it is ${isDone === true ? 'done' : 'not done'}`,
  'work-order.queued': 'A write to the platform was queued: {operation}',
  'work-order.started': 'The platform was asked: {operation}, attempt {sends}',
  'work-order.ended': 'The write to the platform ended: {outcome}',
  'work-order.changed': 'The write to the platform is now {state}',
  'platform.paused': 'Writes to the property platform were held',
  'platform.resumed': 'Writes to the property platform were let go on',
  'work-order.resumed': 'A write to the platform was let go on',
  'call.started': 'Something outside was asked: {operation}',
  'call.ended': 'Something outside answered: {operation}, {outcome}',
  'platform.watched': 'The platform is looked at for changes, all day',
  'platform.changes-read': 'The platform told of changed work orders: {count}',
  'platform.changes-unread': 'The platform could not say what changed: {outcome}',
  'document.received': 'A document was received',
  'document.changed': 'A document is now {state}',
  'document.published': 'A document was published',
  'document.withdrawn': 'A document was withdrawn',
  'property.saved': 'The settings of the property were saved',
  'rollout.changed': ({ from, to }) =>
    `How far the assistant may go was set to ${String(to)}; before: ${String(from)}`,
  'organisation.stopped': 'The assistant was stopped in the whole organisation',
  'organisation.resumed': 'The assistant may work in the organisation again',
  'shadow.judged': 'A proposal in shadow was judged: {to}',
  'properties.removed': 'Properties were removed',
  'import.started': 'An import began: {kind}',
  'import.ended': 'An import ended: {outcome}',
  'first-admin.made': 'The first admin was made',
  'payload.decoded': 'Payloads of Temporal were made readable: {payloads}',
  'simulated-message.written': 'A message was written in a sample resident’s name',
  'chat-token.made': 'A sample resident’s chat was opened',
  'audit.exported': 'The record was exported as {format}',
  'staff.added': 'A person was added as {role}',
  'staff.changed': 'A person’s rights were set: {role}',
  'staff.deactivated': 'A person was deactivated; their sessions ended',
  'staff.reactivated': 'A person was let in again',
  'staff.sessions-ended': 'All sessions of a person were ended',
  'staff.password-link-made': 'A one-time link for a new password was made',
  'staff.password-set': 'A person set their password by the one-time link',
  'staff.password-changed': 'A person changed their own password',
  'staff.unlocked': 'A locked sign-in was unlocked',
  'sign-in.locked': 'A sign-in was locked after {failures} wrong passwords',
};

/** What happened, as one reads it; an event that nobody put in words goes by its own name. */
export function whatOf({ event, facts }: Pick<RecordedEntry, 'event' | 'facts'>): string {
  const teller = TELLERS[event] ?? event.replaceAll(/[-.]/g, ' ');
  if (typeof teller === 'function') return teller(facts);
  return teller.replaceAll(/\{(\w+)\}/g, (_all, name: string) => plain(facts[name]));
}

/** Whether an event has words of its own; a test asks it of every event that the house records. */
export const hasWords = (event: string): boolean => Object.hasOwn(TELLERS, event);

const ACTORS: [prefix: string, who: string][] = [
  ['message.', 'The resident'],
  ['turn.', 'The assistant'],
];

/** Who did it: one of the staff by name, the resident, the assistant, or the house itself. */
export function whoOf({ event, facts, staffNames }: RecordedEntry): string {
  const staffId = facts['staffId'] ?? facts['by'];
  if (staffId === 'local-web-ui') return 'Whoever sits before the local Temporal Web UI';
  if (staffId === 'command') return 'An operator’s command';
  if (staffId === 'house') return 'Night Porter';
  if (typeof staffId === 'string') {
    return staffNames[staffId] ?? `Somebody who is no longer known (${staffId})`;
  }
  return ACTORS.find(([prefix]) => event.startsWith(prefix))?.[1] ?? 'Night Porter';
}

/** What is wrong with a chain, as one reads it. */
export const FAULT_WORDS: Record<AuditFault['fault'], string> = {
  changed: 'was changed after it had been written',
  deleted: 'was deleted',
  inserted: 'was put in afterwards',
  reordered: 'stands in another place than it was written',
  'tail-cut': 'was cut off at the end',
  'intent-without-outcome': 'tells of a call outside that never said how it ended',
  'body-replaced': 'tells of a message whose sealed words are no longer those it was written with',
  'body-deleted': 'tells of a message that is gone although its conversation is still there',
};

const FACT_NAMES: Record<string, string> = {
  requestId: 'Request',
  reference: 'Reference',
  conversationId: 'Conversation',
  residentId: 'Resident',
  propertyId: 'Property',
  unitId: 'Unit',
  approvalId: 'Approval',
  alertId: 'Alert',
  sendId: 'Send',
  turnId: 'Turn',
  messageId: 'Message',
  outboxId: 'Write',
  connectionId: 'Connection',
  externalId: 'Number at the platform',
  staffId: 'By',
  changedStaffId: 'Person',
  ceilingCents: 'Ceiling in cents',
  digest: 'Digest of what was shown',
  sha256: 'SHA-256',
  bodySha256: 'SHA-256 of the sealed words',
  nextDeadlineAt: 'Next deadline',
  factNames: 'Facts that changed',
  hasNewWords: 'Words changed',
};

const VERSIONS: Record<string, string> = {
  packVersion: 'Policy pack',
  prompt: 'Prompt',
  model: 'Model',
  floorVersion: 'Danger rules',
};

/** Whether a fact is the version of a rule, prompt or model. */
export const isVersion = (name: string): boolean => Object.hasOwn(VERSIONS, name);

/** A fact's name in plain letters: `windowFromAt` -> `Window from at`. */
export function factName(name: string): string {
  const known = VERSIONS[name] ?? FACT_NAMES[name];
  if (known) return known;
  const spaced = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
