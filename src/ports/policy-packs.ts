import type { PolicyPack } from '../domain/policy-pack.ts';

/** The rules in force, as data. */
export interface PolicyPacks {
  /** For a property, merged from its organisation down; null: the default rules, for senders whom nobody knows yet. */
  current(propertyId: string | null): PolicyPack;
  /** The very version that a process began with; the one in force when that version is no longer kept. */
  pinned(by: { version: string; propertyId: string | null }): PolicyPack;
}
