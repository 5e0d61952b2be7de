import { asCommand, say } from '../engines/terminal.ts';
import { learnFromExemplars } from '../src/compose.ts';

/** `npm run learn`: learns anew what the embedded model and the second danger net know, after exemplars have changed. */
await asCommand(async () => {
  const files = await learnFromExemplars();
  say(`Learnt: ${files.join(', ')}. Measure before you keep it (npm run eval).`);
});
