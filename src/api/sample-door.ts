import type { Request } from 'express';
import { NotAllowed } from './errors.ts';
import { isFromThisMachine } from './from-this-machine.ts';

/** The people of the sample, whose password everybody knows. */
export interface SampleDoor {
  emails: readonly string[];
  /** Whether they may come in at all: in sample mode, while only this machine reaches the house. */
  isOpen: boolean;
}

/** What is said to whoever tries one of them from where it does not open. */
export const SAMPLE_CLOSED =
  'Sample staff sign in on the machine of the house only, while nobody else can reach it: start it with HOST=127.0.0.1 and no NIGHTPORTER_PUBLIC_URL, or make it your own with: npm run sample -- remove.';

/** Whether an address is a sample person's who may not come in by this request. A proxy's request is never ours. */
export function isClosedSample(
  { emails, isOpen }: SampleDoor,
  { email, request }: { email: string; request: Request },
): boolean {
  const isSample = emails.includes(email.trim().toLowerCase());
  return isSample && !(isOpen && isFromThisMachine(request));
}

/** @throws NotAllowed when it is */
export function demandOpen(door: SampleDoor, by: { email: string; request: Request }): void {
  if (isClosedSample(door, by)) throw new NotAllowed(SAMPLE_CLOSED);
}
