import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { historyIsLong } from '../history.ts';
import {
  conversationReleased,
  messageReceived,
  standing,
  type ConversationInput,
} from './contract.ts';
import { tellHeldNews } from './held-news.ts';
import { Inbox } from './inbox.ts';
import { askStaff } from './ask-staff.ts';
import { quiet } from './quiet.ts';
import { summaryOf, takeTurn } from './take-turn.ts';
import { Watch } from './watch.ts';

/** Talks with one resident on one channel, a turn at a time, for as long as they live here. */
export async function conversation({ carried, ...resident }: ConversationInput): Promise<void> {
  const inbox = new Inbox(carried);
  const watch = new Watch(inbox);

  setHandler(standing, () => inbox.snapshot());
  setHandler(messageReceived, async (message) => {
    if (!inbox.add(message)) return; // redelivered
    await watch.over(message); // never throws; the rule floor's safety text went out on delivery
  });

  setHandler(conversationReleased, () => tellHeldNews(resident)); // never throws

  while (!historyIsLong() || !allHandlersFinished()) {
    await condition(() => !inbox.isEmpty || (historyIsLong() && allHandlersFinished()));
    if (inbox.isEmpty) continue;
    await quiet(inbox, resident.quietMs);
    await watch.settled();
    const turn = { conversationId: resident.conversationId, ...inbox.takeTurn() };
    await takeTurn(turn).catch(askStaff(turn));
    setCurrentDetails(summaryOf(turn));
    // Someone who never stops writing would keep a handler busy for ever, and the history growing.
    if (historyIsLong()) await condition(allHandlersFinished, '5s');
  }

  return continueAsNew<typeof conversation>({ ...resident, carried: inbox.snapshot() });
}
