import { log } from '@temporalio/workflow';
import { isOutsideFailure } from '../failures.ts';
import { handOffs, messaging } from '../proxies.ts';
import { turnIdOf, type Turn } from './take-turn.ts';

/** A provider that stays down must not silence us: a person is asked, and the resident is told so. */
export function askStaff(turn: Turn) {
  return async (error: unknown): Promise<void> => {
    if (!isOutsideFailure(error)) throw error; // a bug or a cancellation must not be hidden
    log.warn('turn failed, staff asked', { conversationId: turn.conversationId });
    const { conversationId } = turn;
    const handOff = await handOffs.openHandOff({ conversationId, reason: 'failed-turn' });
    await messaging.reply({
      turnId: turnIdOf(turn),
      conversationId,
      outcomes: [{ kind: 'handed-over', reason: 'failed-turn', handOff }],
      verdicts: ['failed-turn'],
    });
  };
}
