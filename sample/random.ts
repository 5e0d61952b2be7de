/** A source of chance that repeats itself: the same seed gives the same draws in the same order. */
export interface Random {
  /** A whole number between both ends, both ends possible. */
  integer(range: { from: number; to: number }): number;
  /** One of the choices. @throws Error when there are none. */
  pick<Choice>(choices: readonly Choice[]): Choice;
  /** True in so many of a hundred draws. */
  isLucky(percent: number): boolean;
}

/** Opens a repeatable source of chance (the mulberry32 generator). Not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    integer: ({ from, to }) => from + Math.floor(fraction() * (to - from + 1)),
    pick: (choices) => {
      const choice = choices[Math.floor(fraction() * choices.length)];
      if (choice === undefined) throw new Error('nothing to pick from');
      return choice;
    },
    isLucky: (percent) => fraction() * 100 < percent,
  };
}
