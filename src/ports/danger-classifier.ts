import type { DangerFinding } from '../domain/danger.ts';

/** The second net under the rule floor: finds danger in words that no rule knows. */
export interface DangerClassifier {
  /** The danger that a text most probably tells of, or null. Never throws for odd text. */
  classify(text: string): Promise<DangerFinding | null>;
}
