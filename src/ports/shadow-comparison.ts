import type { Decision } from '../domain/decision.ts';
import type { ShadowDeed, ShadowMark, ShadowSkill } from '../domain/shadow.ts';

/** A turn of which something was kept: what the assistant would have done, beside what staff did. */
export interface ShadowTurn {
  turnId: string;
  conversationId: string;
  propertyId: string | null;
  askedAt: string;
  skills: ShadowSkill[];
  /** What was kept, each with the words it would have said or written; null for a reader who reads no words. */
  proposal: { deed: ShadowDeed; kept: { decision: Decision; text: string | null }[] };
  staff: {
    /** Null while nobody has done anything, or when the resident wrote again before. */
    deed: ShadowDeed | null;
    /** They have let go, or the resident has written again: nothing is added any more. */
    isOver: boolean;
    replies: { text: string | null; at: string }[];
  };
  /** What the resident wrote. */
  asked: (string | null)[];
  judged: { mark: ShadowMark; byName: string | null; at: string } | null;
}

/** How proposals and answers compare at a property, in one skill; a turn about two skills counts in both. */
export interface ShadowCount {
  propertyId: string | null;
  skill: ShadowSkill;
  turns: number;
  /** Of those that staff did something about: how many where they did the same kind of thing, and how many in all. */
  sameDeed: number;
  withDeed: number;
  marks: Record<ShadowMark, number>;
}

/** Proposals that were kept in shadow, compared with what staff did. */
export interface ShadowComparison {
  /** The newest fifty; `isJudged` null: whether or not somebody has judged them. */
  list(by: {
    propertyIds: string[] | 'all';
    propertyId: string | null;
    skill: ShadowSkill | null;
    isJudged: boolean | null;
    /** Without it nobody's words are unsealed. */
    withWords: boolean;
  }): Promise<ShadowTurn[]>;
  count(by: { propertyIds: string[] | 'all'; propertyId: string | null }): Promise<ShadowCount[]>;
  find(turnId: string): Promise<{ turnId: string; propertyId: string | null } | null>;
  /** Judges a turn, or judges it anew: on the record with who, before and after. @throws RecordNotFound */
  mark(by: { turnId: string; mark: ShadowMark; staffId: string }): Promise<void>;
}
