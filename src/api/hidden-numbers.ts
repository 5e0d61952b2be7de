import { mask } from '../domain/mask.ts';

interface Said {
  from: string;
  text: string;
}

/** A resident's words with the numbers hidden that nobody at the desk needs to see; ours never hold any. */
export function hideNumbers<Line extends Said>(line: Line): Line {
  return line.from === 'resident' ? { ...line, text: mask(line.text) } : line;
}
