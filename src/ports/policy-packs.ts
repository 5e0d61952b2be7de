import type { PackFiles, PolicyPack, PolicyScope } from '../domain/policy-pack.ts';

/** A layer that changes rules, and which of the files it changes. */
export interface LayerInForce {
  scope: PolicyScope;
  id: string;
  version: string;
  files: string[];
}

/** The rules in force, as data. */
export interface PolicyPacks {
  /**
   * For a property, and for a unit of it that has rules of its own, merged from the organisation down; null: the default
   * rules, for senders whom nobody knows yet.
   */
  current(propertyId: string | null, unitId?: string | null): PolicyPack;
  /**
   * The very version that a process began with, whatever is in force today.
   * @throws PolicyPackUnknown when that version was never kept
   */
  pinned(by: { version: string; propertyId: string | null }): Promise<PolicyPack>;
  /** The layers over the default rules at a property, the widest first; those of single units are not among them. */
  layersAt(propertyId: string): LayerInForce[];
}

/** Every version of the rules that was ever in force: added, never changed. */
export interface PackVersions {
  /** Adds the versions that are not kept yet. */
  keep(packs: readonly { version: string; files: PackFiles }[]): Promise<void>;
  /** The files of a version, as they were kept; null when it never was. */
  find(version: string): Promise<PackFiles | null>;
  /** Every version with the instant at which it was first kept, newest first. */
  list(): Promise<{ version: string; keptAt: string }[]>;
}

/** Something is pinned to rules that nobody kept: an operator must restore them, guessing others would be worse. */
export class PolicyPackUnknown extends Error {
  override readonly name = 'PolicyPackUnknown';
}
