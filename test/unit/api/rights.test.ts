import { expect, test } from 'vitest';
import { ACTIONS, mayDo, RIGHTS, ROLES, seesProperty, type Role } from '../../../src/api/rights.ts';

const staffOf = (role: Role, propertyIds: string[] | 'all') => ({
  staffId: 'staff-1',
  name: 'Mara',
  role,
  propertyIds,
});

// Written out again on purpose: a right must not widen by a slip in one place.
const EXPECTED = {
  'desk.watch': 'agent manager admin auditor',
  'property.read': 'agent manager admin auditor',
  'conversation.read': 'agent manager admin',
  'conversation.take-over': 'agent manager admin',
  'conversation.reassign': 'manager admin',
  'ledger.read': 'manager admin',
  'alert.read': 'agent manager admin auditor',
  'alert.accept': 'agent manager admin',
  'approval.read': 'agent manager admin auditor',
  'approval.decide': 'manager admin',
  'request.read': 'agent manager admin auditor',
  'request.change': 'agent manager admin',
  'document.read': 'agent manager admin auditor',
  'document.publish': 'manager admin',
  'health.read': 'manager admin auditor',
  'platform.operate': 'admin',
  'rollout.read': 'manager admin auditor',
  'rollout.change': 'admin',
  'numbers.read': 'manager admin auditor',
  'shadow.mark': 'manager admin',
  'import.run': 'admin',
  'sample.remove': 'admin',
  'policy.read': 'agent manager admin auditor',
  'connection.read': 'admin auditor',
  'staff.manage': 'admin',
  'audit.read': 'admin auditor',
  'payload.decode': 'admin auditor',
  'simulator.use': 'agent manager admin',
};

test('gives each role its rights and no other', () => {
  expect([...ACTIONS].toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  for (const action of ACTIONS) {
    const may = ROLES.filter((role) =>
      mayDo(staffOf(role, ['elm-house']), { action, propertyId: 'elm-house' }),
    );
    expect([action, may.join(' ')]).toEqual([action, EXPECTED[action]]);
  }
});

test.each(ROLES.flatMap((role) => ACTIONS.map((action) => ({ role, action }))))(
  'keeps $role with $action to their own properties',
  ({ role, action }) => {
    const may = RIGHTS[action].some((one) => one === role);
    const here = staffOf(role, ['elm-house']);
    expect(mayDo(here, { action, propertyId: 'elm-house' })).toBe(may);
    expect(mayDo(here, { action, propertyId: 'oak-house' })).toBe(false);
    expect(mayDo(staffOf(role, 'all'), { action, propertyId: 'oak-house' })).toBe(may);
    expect(mayDo(here, { action, propertyId: null })).toBe(may);
  },
);

// Safety: an alert from somebody whom we cannot place must not be out of everybody's sight.
test('shows everybody what belongs to no property', () => {
  expect(seesProperty(staffOf('agent', ['elm-house']), null)).toBe(true);
  expect(seesProperty(staffOf('agent', ['elm-house']), 'oak-house')).toBe(false);
  expect(seesProperty(staffOf('agent', 'all'), 'oak-house')).toBe(true);
});
