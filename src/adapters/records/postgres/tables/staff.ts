import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, now } from './column-types.ts';

/** People who sign in; also read and written by the sign-in library. */
export const staffUsers = pgTable('staff_users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  emailVerified: boolean('email_verified').notNull(),
  createdAt: instant('created_at').notNull().default(now),
  updatedAt: instant('updated_at').notNull().default(now),
  deactivatedAt: instant('deactivated_at'),
  lastSignedInAt: instant('last_signed_in_at'),
});

/** Their sessions. */
export const staffSessions = pgTable('staff_sessions', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

/** How they prove who they are; the provider `credential` holds the hash of a password. */
export const staffAccounts = pgTable('staff_accounts', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  password: text('password'),
  updatedAt: instant('updated_at').notNull(),
});

/** What they may do where; null: everywhere. */
export const staffRights = pgTable('staff_rights', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  role: text('role').$type<'agent' | 'manager' | 'admin' | 'auditor'>().notNull(),
  propertyId: text('property_id'),
});

/** Where they are woken. */
export const onCallDuties = pgTable('on_call_duties', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  propertyId: text('property_id').notNull(),
});

/** Links by which somebody sets their own password. */
export const passwordLinks = pgTable('staff_password_links', {
  userId: text('user_id').primaryKey(),
  codeHash: text('code_hash').notNull(),
  madeAt: instant('made_at').notNull().default(now),
  expiresAt: instant('expires_at').notNull(),
});

/** Wrong passwords in a row, by account. */
export const signInFailures = pgTable('sign_in_failures', {
  account: text('account').primaryKey(),
  failures: integer('failures').notNull(),
  failedAt: instant('failed_at').notNull(),
  lockedUntil: instant('locked_until'),
});
