import { parseArgs } from 'node:util';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { sayEvent, type AskEvent } from './ask-events.ts';
import { newsUntilSettled, writeAs } from './resident-turn.ts';
import { findRunningHouse } from './running-house.ts';

/** `npm run ask -- [--resident <booking id>] [--json] "text"`: writes as a resident and waits for the turn to settle. */
async function ask(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { resident: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const text = positionals.join(' ');
  if (text === '') {
    throw new EngineProblem('Say what to ask: npm run ask -- "When are quiet hours?"');
  }
  const house = await findRunningHouse(process.env);
  const print = (event: AskEvent): void =>
    say(values.json ? JSON.stringify(event) : sayEvent(event));
  const startedAt = performance.now();

  const { position, ...accepted } = await writeAs(house, { text, resident: values.resident });
  print({ event: 'accepted', ...accepted });
  const turn = { conversationId: accepted.conversation_id, after: position };
  for await (const event of newsUntilSettled(house, turn)) print(event);
  print({ event: 'done', ms: Math.round(performance.now() - startedAt) });
}

await asCommand(ask);
