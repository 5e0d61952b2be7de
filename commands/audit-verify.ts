import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { composeAuditTrail } from '../src/compose.ts';
import { findDatabase } from './running-house.ts';

/** `npm run audit:verify`: reads every chain and names what does not hold; exit 1 when anything does not. */
await asCommand(async () => {
  const trail = composeAuditTrail(await findDatabase(process.env));
  try {
    const faults = await trail.auditLog.verify();
    for (const { chain, position, fault } of faults) {
      say(`${chain}${position === null ? '' : ` at ${position}`}: ${fault}`);
    }
    if (faults.length > 0) {
      throw new EngineProblem(`The audit trail does not hold (faults: ${faults.length}).`);
    }
    say('The audit trail holds: every chain is whole.');
  } finally {
    await trail.close();
  }
});
