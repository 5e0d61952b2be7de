import fc from 'fast-check';
import type { ChannelFault, StepFault } from './faulty-steps.ts';

/** The two conversations that the person has with the house. */
export type Door = 'portal' | 'web-chat';

/** What may happen to a person and those who look after them, in any order. */
export type Happening =
  | { kind: 'writes'; door: Door; words: keyof typeof WORDS }
  | { kind: 'is-taken-over'; door: Door; staff: string }
  | { kind: 'is-released'; door: Door; staff: string }
  | { kind: 'is-answered'; door: Door; staff: string }
  | { kind: 'draft-is-sent'; staff: string }
  | { kind: 'request-has-news'; state: 'open' | 'vendor-assigned' | 'in-progress' }
  | { kind: 'step-fails'; step: (typeof STEPS)[number]; fault: StepFault }
  | { kind: 'channel-fails'; fault: ChannelFault }
  | { kind: 'is-let-go' }
  | { kind: 'is-swept' }
  | { kind: 'time-passes' }
  | { kind: 'is-waited-for' }
  | { kind: 'worker-restarts' }
  | { kind: 'history-grows' };

/** What the person writes; the floor finds gas and fire, the second net alone what hisses. */
export const WORDS = {
  hello: 'Good evening, how are you?',
  person: 'I want to talk to a person',
  gas: 'I smell gas in the kitchen',
  fire: 'There is a fire in my apartment',
  hiss: 'Something hisses all night',
} as const;

const STEPS = [
  'proposeDecisions',
  'classifyDanger',
  'raiseAlarm',
  'reply',
  'tellHeldNews',
] as const;

const LENGTH = { maxLength: 8, size: 'max' } as const;
const door = fc.constantFrom<Door>('portal', 'web-chat');
const staff = fc.constantFrom('staff-1', 'staff-1', 'staff-1', 'staff-2');
const stepFault = fc.constantFrom<StepFault>('stands-still', 'fails-before', 'fails-after');
const channelFault = fc.constantFrom<ChannelFault>('stands-still', 'refuses', 'loses-answer');
const words = fc.constantFrom<keyof typeof WORDS>(
  'hello',
  'hello',
  'person',
  'gas',
  'fire',
  'hiss',
);
const state = fc.constantFrom('open' as const, 'vendor-assigned' as const, 'in-progress' as const);
const of = <Kind extends Happening['kind']>(kind: Kind) => fc.constant(kind);

/** Any of them; what is rare in a house is rare here. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: of('writes'), door, words }) },
  { weight: 2, arbitrary: fc.record({ kind: of('is-taken-over'), door, staff }) },
  { weight: 1, arbitrary: fc.record({ kind: of('is-released'), door, staff }) },
  { weight: 2, arbitrary: fc.record({ kind: of('is-answered'), door, staff }) },
  { weight: 1, arbitrary: fc.record({ kind: of('draft-is-sent'), staff }) },
  { weight: 4, arbitrary: fc.record({ kind: of('request-has-news'), state }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('step-fails'),
      step: fc.constantFrom(...STEPS),
      fault: stepFault,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: of('channel-fails'), fault: channelFault }) },
  { weight: 2, arbitrary: fc.record({ kind: of('is-let-go') }) },
  { weight: 2, arbitrary: fc.record({ kind: of('is-swept') }) },
  { weight: 2, arbitrary: fc.record({ kind: of('time-passes') }) },
  { weight: 4, arbitrary: fc.record({ kind: of('is-waited-for') }) },
  { weight: 1, arbitrary: fc.record({ kind: of('worker-restarts') }) },
);

const takeover: fc.Arbitrary<Happening> = fc.record({ kind: of('is-taken-over'), door, staff });

/** A story in which somebody takes the person over, early or late. */
export const story: fc.Arbitrary<Happening[]> = fc
  .tuple(fc.array(happening, LENGTH), takeover, fc.array(happening, { ...LENGTH, minLength: 4 }))
  .map(([before, then, after]) => [...before, then, ...after]);

/** One in which the conversation's history grows so long, somewhere in between, that it continues as new. */
export const longStory: fc.Arbitrary<Happening[]> = fc
  .tuple(story, story)
  .map(([before, after]): Happening[] => [...before, { kind: 'history-grows' }, ...after])
  .map((happenings) => happenings.filter(({ kind }) => kind !== 'worker-restarts'));

const HOLDER = { door: 'portal', staff: 'staff-1' } as const;

/** One in which the fence is needed for sure: an answer and news under way, and a danger under the takeover. */
export const FENCED: Happening[] = [
  { kind: 'writes', door: 'portal', words: 'hello' },
  { kind: 'is-waited-for' },
  { kind: 'step-fails', step: 'reply', fault: 'stands-still' },
  { kind: 'writes', door: 'web-chat', words: 'hello' },
  { kind: 'is-waited-for' },
  { kind: 'is-taken-over', ...HOLDER },
  { kind: 'is-let-go' },
  { kind: 'request-has-news', state: 'vendor-assigned' },
  { kind: 'is-waited-for' },
  { kind: 'writes', door: 'portal', words: 'gas' },
  { kind: 'is-waited-for' },
  { kind: 'is-answered', ...HOLDER },
  { kind: 'worker-restarts' },
  { kind: 'is-released', ...HOLDER },
  { kind: 'is-waited-for' },
];

/** One in which a danger was met before the takeover, and its alarm answered under it. */
export const ALARMED: Happening[] = [
  { kind: 'step-fails', step: 'raiseAlarm', fault: 'stands-still' },
  { kind: 'writes', door: 'portal', words: 'gas' },
  { kind: 'is-waited-for' },
  { kind: 'is-taken-over', ...HOLDER },
  { kind: 'is-let-go' },
  { kind: 'is-waited-for' },
];
