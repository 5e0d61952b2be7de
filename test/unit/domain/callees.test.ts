import { expect, test } from 'vitest';
import { calleesOf, deskOf, everyone, type OnStaff } from '../../../src/domain/callees.ts';

const contacts = (onCall: string[], managers: string[]) => ({
  emergency: '911',
  gasUtility: '',
  crisisLine: '988',
  onCallName: 'Our team',
  onCall,
  managers,
});
const place = (propertyId: string, more: { onCall?: string[]; managers?: string[] } = {}) => ({
  propertyId,
  organisationId: propertyId.startsWith('far') ? 'far' : 'near',
  contacts: contacts(more.onCall ?? [], more.managers ?? []),
});
const somebody = (staffId: string, more: Partial<OnStaff> = {}): OnStaff => ({
  staffId,
  role: 'agent',
  propertyIds: ['elm'],
  onCallAt: [],
  deactivatedAt: null,
  ...more,
});
const ofElm = (by: Partial<Parameters<typeof calleesOf>[0]>) =>
  calleesOf({ propertyId: 'elm', properties: [place('elm')], staff: [], ...by });

const ELM = place('elm', { onCall: ['doorman'], managers: ['mo'] });
const GONE = '2026-11-01T00:00:00.000Z';

test('whoever is on call by the People page comes before the contact of the property', () => {
  const omar = somebody('omar', { onCallAt: ['elm'] });
  const elsewhere = somebody('ida', { onCallAt: ['oak'] });
  const callees = ofElm({ properties: [ELM], staff: [omar, elsewhere] });
  expect(callees).toEqual({ onCall: ['omar'], managers: ['mo'] });
  expect(ofElm({ properties: [ELM], staff: [elsewhere] }).onCall).toEqual(['doorman']);
});

test('nobody is rung who was deactivated', () => {
  const staff = ['doorman', 'mo', 'omar'].map((staffId) =>
    somebody(staffId, { onCallAt: ['elm'], deactivatedAt: GONE }),
  );
  expect(ofElm({ properties: [ELM], staff })).toEqual({ onCall: [], managers: [] });
});

// Safety: an alert with nobody to ring is the very last resort.
test.each<[string, OnStaff[], ReturnType<typeof place>[], string[]]>([
  ['managers by right there', [somebody('ada', { role: 'manager' })], [], ['ada']],
  [
    'a manager of the organisation',
    [
      somebody('far', { role: 'manager', propertyIds: ['far-1'] }),
      somebody('bo', { role: 'manager', propertyIds: ['oak'] }),
    ],
    [place('oak'), place('far-1')],
    ['bo'],
  ],
  [
    'an admin',
    [somebody('agent'), somebody('root', { role: 'admin', propertyIds: 'all' })],
    [],
    ['root'],
  ],
  [
    'an admin of anywhere',
    [somebody('root', { role: 'admin', propertyIds: ['far-1'] })],
    [place('far-1')],
    ['root'],
  ],
  ['whoever is on call', [somebody('omar', { onCallAt: ['elm'] })], [], ['omar']],
  [
    'contacts of the organisation before those of another',
    [],
    [place('far-1', { managers: ['stranger'] }), place('oak', { onCall: ['neighbour'] })],
    ['neighbour'],
  ],
  ['every contact of the house', [], [place('far-1', { managers: ['stranger'] })], ['stranger']],
  ['nobody, where nobody is known', [somebody('agent')], [], []],
])('without managers of its own a property has %s', (_name, staff, others, managers) => {
  expect(ofElm({ properties: [place('elm'), ...others], staff }).managers).toEqual(managers);
});

test('where nobody knows the property the people of all are asked, each once', () => {
  const oak = place('oak', { onCall: ['doorman', 'pia'], managers: ['mo'] });
  const callees = ofElm({ propertyId: null, properties: [ELM, oak] });
  expect(callees).toEqual({ onCall: ['doorman', 'pia'], managers: ['mo'] });
  expect(everyone(callees)).toEqual(['doorman', 'pia', 'mo']);
});

test('the desk is whoever is on call, else the managers', () => {
  expect(deskOf({ onCall: ['omar'], managers: ['mo'] })).toEqual(['omar']);
  expect(deskOf({ onCall: [], managers: ['mo'] })).toEqual(['mo']);
});
