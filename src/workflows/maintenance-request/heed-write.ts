import { maintenance } from '../proxies.ts';
import { giveToPerson } from './give-to-person.ts';
import type { Story } from './story.ts';

/**
 * Heeds how the platform took the order: one that it took is open, and one that was held and need not be any more is
 * released; one that it did not take goes to a person, once, and may be taken late.
 */
export async function heedWrite(story: Story): Promise<void> {
  const { input, mailbox, progress, advance } = story;
  if (owesRefusal(story)) await giveUpOrder(story);
  if (owesRelease(story)) {
    progress.isReleased = true;
    await maintenance.releaseWorkOrder({ requestId: input.requestId });
    await advance('open', mailbox.approval === 'approved' ? 'approved' : undefined);
  } else if (owesOpening(story)) {
    await advance('open');
  }
}

/** Whether the platform has told something of the order that was not heeded yet. */
export const hasWriteNews = (story: Story): boolean =>
  owesRefusal(story) || owesRelease(story) || owesOpening(story);

/** Whether the platform did not take the order, and nobody was told. */
export const owesRefusal = ({ mailbox, progress }: Story): boolean =>
  mailbox.isRefused && !progress.isRefusalTold;

/** An order that the platform did not take: a person sees to it, and the resident hears so, whatever still waits. */
export async function giveUpOrder(story: Story): Promise<void> {
  const { mailbox, progress, advance } = story;
  progress.isRefusalTold = true;
  await giveToPerson(story, 'platform-refused');
  const { state } = progress;
  // Else they know already that a person has it, or the platform has told more of the order since.
  if (state !== 'opening' && state !== 'awaiting-approval') return;
  const isAsked = state === 'awaiting-approval' && mailbox.approval === null;
  const news = mailbox.approval === 'approved' ? 'approved-not-ordered' : 'not-ordered';
  await advance(isAsked ? 'awaiting-approval' : 'needs-person', news);
}

// Approved, or an emergency by now, which waits for no manager; what staff have moved on at the platform is let be.
function owesRelease({ input, mailbox, progress }: Story): boolean {
  if (mailbox.written !== 'confirmed' || progress.isReleased) return false;
  return mailbox.approval === 'approved' || (input.approval === null && !mailbox.hasMovedOn);
}

function owesOpening({ mailbox, progress }: Story): boolean {
  const { state, isReleased } = progress;
  const isBefore = state === 'opening' || state === 'needs-person';
  return mailbox.written === 'confirmed' && isReleased && isBefore;
}
