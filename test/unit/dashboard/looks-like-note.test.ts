import { expect, test } from 'vitest';
import { looksLikeNote } from '../../../dashboard/src/inbox/looks-like-note.ts';

// Privacy: what a resident has read cannot be taken back.
test.each([
  'FYI: she sounded upset',
  '  note: call her sister',
  'Note to self - check the key',
  '@Mara can you take this?',
  'Internal, do not send',
  'staff only: eviction pending',
  'Team – who has the key?',
])('doubts that “%s” is for a resident', (text) => {
  expect(looksLikeNote(text)).toBe(true);
});

test.each([
  'Please note: the water is off at noon.',
  'Our team will come tomorrow.',
  'Team members come at nine.',
  'Noted, thank you.',
  'The private entrance is open.',
  'Write to porter@lantern.example.',
])('lets “%s” go without a question', (text) => {
  expect(looksLikeNote(text)).toBe(false);
});
