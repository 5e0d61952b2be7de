/** What staff are; on-call is a duty and not a role. */
export const ROLES = ['agent', 'manager', 'admin', 'auditor'] as const;

/** One of the roles. */
export type Role = (typeof ROLES)[number];

/** A signed-in person of the house, and where they work. */
export interface Staff {
  staffId: string;
  name: string;
  role: Role;
  propertyIds: string[] | 'all';
}

/** Who may do what: the one table of rights. An auditor reads the record, never a resident's words. */
export const RIGHTS = {
  'desk.watch': ['agent', 'manager', 'admin', 'auditor'],
  'property.read': ['agent', 'manager', 'admin', 'auditor'],
  'conversation.read': ['agent', 'manager', 'admin'],
  'conversation.take-over': ['agent', 'manager', 'admin'],
  'conversation.reassign': ['manager', 'admin'],
  'ledger.read': ['manager', 'admin'],
  'alert.read': ['agent', 'manager', 'admin', 'auditor'],
  'alert.accept': ['agent', 'manager', 'admin'],
  'approval.read': ['agent', 'manager', 'admin', 'auditor'],
  'approval.decide': ['manager', 'admin'],
  'request.read': ['agent', 'manager', 'admin', 'auditor'],
  'request.change': ['agent', 'manager', 'admin'],
  'document.read': ['agent', 'manager', 'admin', 'auditor'],
  'document.publish': ['manager', 'admin'],
  'health.read': ['manager', 'admin', 'auditor'],
  'platform.operate': ['admin'],
  'rollout.read': ['manager', 'admin', 'auditor'],
  'rollout.change': ['admin'],
  'numbers.read': ['manager', 'admin', 'auditor'],
  'shadow.mark': ['manager', 'admin'],
  'import.run': ['admin'],
  'sample.remove': ['admin'],
  'policy.read': ['agent', 'manager', 'admin', 'auditor'],
  'connection.read': ['admin', 'auditor'],
  'staff.manage': ['admin'],
  'audit.read': ['admin', 'auditor'],
  'payload.decode': ['admin', 'auditor'],
  'simulator.use': ['agent', 'manager', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

/** Something that staff do. */
export type Action = keyof typeof RIGHTS;

/** Every action of the table. */
export const ACTIONS: readonly Action[] = Object.keys(RIGHTS).filter(isAction);

/**
 * Whether a person may do something at a property. Null is no property in particular: for a list, which then shows
 * only what they see; and for what belongs to no property, which is everybody's so that it is not nobody's.
 */
export function mayDo(staff: Staff, by: { action: Action; propertyId: string | null }): boolean {
  const roles: readonly Role[] = RIGHTS[by.action];
  return roles.includes(staff.role) && seesProperty(staff, by.propertyId);
}

/** Whether something at a property is theirs to see; what belongs to none is everybody's. */
export function seesProperty({ propertyIds }: Staff, propertyId: string | null): boolean {
  return propertyIds === 'all' || propertyId === null || propertyIds.includes(propertyId);
}

function isAction(word: string): word is Action {
  return word in RIGHTS;
}
