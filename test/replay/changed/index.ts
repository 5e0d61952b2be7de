import { handOffs } from '../../../src/workflows/proxies.ts';
import type { HandOffInput } from '../../../src/workflows/hand-off/contract.ts';

/** Goes by the name of a released workflow and does something else: the replay of that one's history must fail. */
export async function handOff({ handOffId }: HandOffInput): Promise<void> {
  await handOffs.breach({ handOffId });
}
