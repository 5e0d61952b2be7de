import { condition, log } from '@temporalio/workflow';
import { isOutsideFailure } from '../failures.ts';
import { alerts, classifier } from '../proxies.ts';
import type { MessageReceived, MetDanger } from './contract.ts';
import { dangersOf, type Inbox } from './inbox.ts';

// A turn waits this long for the second net, so that it is told of a danger; it never waits for the alarm.
const SECOND_NET_MS = 2_000;

/** Looks at every message for danger, beside the turns and never behind them. */
export class Watch {
  readonly #inbox: Inbox;
  #classifying = 0;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Alarms all that the rule floor found on delivery, each on its own, then asks the second net. Never throws. */
  async over(message: MessageReceived): Promise<void> {
    await Promise.all([
      ...dangersOf(message)
        .filter(({ isNew }) => isNew)
        .map((danger) => this.#alarm(danger)),
      this.#classify(message),
    ]);
  }

  /** Resolves when no message is being classified, or when that takes too long to wait for. */
  async settled(): Promise<void> {
    if (this.#classifying > 0) await condition(() => this.#classifying === 0, SECOND_NET_MS);
  }

  async #classify(message: MessageReceived): Promise<void> {
    this.#classifying += 1;
    let danger: MetDanger | null = null;
    try {
      danger = await classifier.classifyDanger({ messageId: message.messageId });
    } catch (error) {
      if (!isOutsideFailure(error)) throw error;
      log.warn('danger classifier failed', { messageId: message.messageId });
    }
    if (danger) this.#inbox.addDanger({ messageId: message.messageId, danger });
    this.#classifying -= 1;
    if (danger?.isNew) await this.#alarm(danger);
  }

  async #alarm(danger: MetDanger): Promise<void> {
    try {
      await alerts.raiseAlarm({ dangerId: danger.dangerId });
    } catch (error) {
      if (!isOutsideFailure(error)) throw error;
      log.error('alarm could not be raised', { dangerId: danger.dangerId });
    }
  }
}
