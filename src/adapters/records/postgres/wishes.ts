import { createHash } from 'node:crypto';
import { wishesOf } from '../../../domain/wish.ts';
import type { Transaction } from '../../shared/database.ts';
import { readTurnParts } from './bodies.ts';
import type { PersonKeys } from './person-keys.ts';
import type { turns } from './tables/messages.ts';
import { wishes } from './tables/numbers.ts';

/** Keeps what a turn that is being settled was about, for the numbers: no words, and of a matter only a digest. */
export async function keepWishes(
  tx: Transaction,
  by: {
    turn: typeof turns.$inferSelect;
    verdicts: string[];
    personKeys: Pick<PersonKeys, 'unseal'>;
  },
): Promise<void> {
  const { turnId, decisions, partsSealed } = by.turn;
  const parts = partsSealed ? readTurnParts(await by.personKeys.unseal(partsSealed, tx)) : [];
  const found = wishesOf({
    decisions: decisions ?? [],
    verdicts: by.verdicts,
    quotedBy(part) {
      const source = parts[part]?.sources[0];
      return source ? `${source.document}, ${source.page}` : null;
    },
  });
  if (found.length === 0) return;
  await tx
    .insert(wishes)
    .values(found.map((wish) => ({ ...wish, turnId, matter: digestOf(wish.matter) })));
}

// A document's title or an issue is no business of whoever reads the figures; only sameness is.
function digestOf(matter: string): string {
  return matter === '' ? '' : createHash('sha256').update(matter).digest('hex').slice(0, 16);
}
