import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { checkWhatsAppSettings } from '../src/compose.ts';
import { ConfigSchema } from '../src/config.ts';

const Settings = ConfigSchema.pick({
  WHATSAPP_TOKEN: true,
  WHATSAPP_APP_SECRET: true,
  WHATSAPP_VERIFY_TOKEN: true,
  WHATSAPP_NUMBER_ID: true,
  WHATSAPP_BASE_URL: true,
  NIGHTPORTER_PUBLIC_URL: true,
});

/** `npm run doctor -- whatsapp`: what is missing before residents can write to the number; sends nothing to anybody. */
await asCommand(async () => {
  const settings = Settings.safeParse(process.env);
  if (!settings.success) {
    const problems = settings.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    throw new EngineProblem(problems.join('\n'));
  }
  const findings = await checkWhatsAppSettings(settings.data);
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, found, isFine } of findings) {
    say(`${isFine ? 'ok ' : 'BAD'}  ${what.padEnd(width)}  ${found}`);
  }
  say(
    'Not verified against the live service: these checks were written from Meta’s documentation.',
  );
  say(
    'Whether residents’ messages arrive shows only a message: docs/providers/whatsapp.md, step 7.',
  );
  if (findings.some(({ isFine }) => !isFine)) process.exitCode = 1;
});
