import { asCommand, say } from '../engines/terminal.ts';
import { learnDangerWeights } from '../src/compose.ts';

/** `npm run danger:learn`: learns the weights of the second danger net anew, after its exemplars have changed. */
await asCommand(async () => {
  const file = await learnDangerWeights();
  say(`The weights are in ${file}; measure them before you keep them (docs/decisions/0025).`);
});
