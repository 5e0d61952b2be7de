import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { BusinessCalendar } from '../../../../domain/business-hours.ts';
import type { Assurance, KnownHome } from '../../../../domain/identity.ts';
import type { ChannelAddress, ChannelName } from '../../../../domain/message.ts';
import type { PropertyContacts } from '../../../../domain/property.ts';
import type { Language } from '../../../../domain/resident.ts';
import type { Rollout } from '../../../../domain/rollout.ts';
import { bytes, instant, now } from './column-types.ts';

/** The properties that we serve. */
export const properties = pgTable('properties', {
  propertyId: text('property_id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  name: text('name').notNull(),
  calendar: jsonb('calendar').$type<BusinessCalendar>().notNull(),
  contacts: jsonb('contacts').$type<PropertyContacts>().notNull(),
  rollout: jsonb('rollout').$type<Rollout>().notNull(),
  rolloutVersion: integer('rollout_version').notNull().default(0),
  updatedAt: instant('updated_at').notNull().default(now),
});

/** Each person's key, wrapped; destroying it makes their words unreadable everywhere. */
export const personKeys = pgTable('person_keys', {
  keyId: text('key_id').primaryKey(),
  wrappedKey: bytes('wrapped_key'),
  destroyedAt: instant('destroyed_at'),
});

/** People, known by their conversations and, once linked, by their resident's id. */
export const persons = pgTable('persons', {
  personId: text('person_id').primaryKey(),
  keyId: text('key_id').notNull(),
  residentId: text('resident_id'),
  propertyId: text('property_id'),
  language: text('language').$type<Language>().notNull().default('en'),
  createdAt: instant('created_at').notNull().default(now),
});

/** One conversation per channel and address. */
export const conversations = pgTable('conversations', {
  conversationId: text('conversation_id').primaryKey(),
  personId: text('person_id').notNull(),
  channel: text('channel').$type<ChannelName>().notNull(),
  addressKind: text('address_kind').$type<ChannelAddress['kind']>().notNull(),
  addressHash: text('address_hash').notNull(),
  addressSealed: bytes('address_sealed').notNull(),
  assurance: text('assurance').$type<Assurance>().notNull().default('unknown'),
  residentId: text('resident_id'),
  doorResidentId: text('door_resident_id'),
  provenResidentId: text('proven_resident_id'),
  provenTurnId: text('proven_turn_id'),
  propertyId: text('property_id'),
  knownHome: jsonb('known_home').$type<KnownHome>(),
  verificationFailures: integer('verification_failures').notNull().default(0),
  failedTurnId: text('failed_turn_id'),
  failedAt: instant('failed_at'),
  awaitsIdentity: boolean('awaits_identity').notNull().default(false),
  identityAskedAt: instant('identity_asked_at'),
  lastSequence: integer('last_sequence').notNull().default(0),
  lastInboundAt: instant('last_inbound_at'),
  optedOutAt: instant('opted_out_at'),
  greetedAt: instant('greeted_at'),
  createdAt: instant('created_at').notNull().default(now),
});
