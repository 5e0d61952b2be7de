import { checkUp } from './check-up.ts';
import { asCommand, say } from './terminal.ts';

/** `npm run doctor`: says what is found where; exit code 1 when `npm start` could not do with it. */
await asCommand(async () => {
  const findings = await checkUp(process.env);
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, found, isFine } of findings) {
    say(`${isFine ? 'ok ' : 'BAD'}  ${what.padEnd(width)}  ${found}`);
  }
  if (findings.some(({ isFine }) => !isFine)) process.exitCode = 1;
});
