import { expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import { safetyText, type Hazard } from '../../../src/domain/danger.ts';
import { safetyContacts, type PropertySettings } from '../../../src/domain/property.ts';
import { aRollout } from '../../builders.ts';
import { defaultPack } from './default-pack.ts';

const settings: PropertySettings = {
  propertyId: 'elm-house',
  organisationId: 'org-1',
  name: 'Elm House',
  calendar: calendarOf({ pack: defaultPack, zone: 'UTC' }),
  contacts: {
    emergency: '',
    gasUtility: '',
    crisisLine: '',
    onCallName: '',
    onCall: [],
    managers: [],
  },
  rollout: aRollout(),
};
const hazards: Hazard[] = ['gas', 'fire', 'flood', 'crisis'];

// Safety: a danger is answered whatever an operator has forgotten to fill in.
test.each(hazards)(
  'a property without contacts still warns of %s, in words true anywhere',
  (hazard) => {
    const contacts = safetyContacts(settings);
    const { say } = safetyText({ hazard, language: 'en', pack: defaultPack, contacts });
    expect(say).not.toMatch(/[{}]|undefined/);
    expect(contacts).toEqual(safetyContacts(null));
  },
);

test('a contact that is filled in is the one that is named', () => {
  const contacts = { ...settings.contacts, gasUtility: 'Elm Gas' };
  expect(safetyContacts({ ...settings, contacts })).toMatchObject({
    emergency: '911',
    gasUtility: 'Elm Gas',
  });
});

test('a row whose contacts lack a field is filled in as well', () => {
  const bare: PropertySettings = {
    ...settings,
    contacts: JSON.parse('{"onCall":[],"managers":[]}'),
  };
  expect(safetyContacts(bare)).toEqual(safetyContacts(null));
});
