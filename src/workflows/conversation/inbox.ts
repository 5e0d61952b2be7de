import type { InboxSnapshot, MessageReceived, MetDanger } from './contract.ts';

/** What one turn answers: a burst of messages, and dangers found meanwhile. */
export interface Burst {
  messages: MessageReceived[];
  dangers: MetDanger[];
}

/** Remembers which messages wait and which were taken, so that a redelivery is answered once, also years later. */
export class Inbox {
  readonly #state: InboxSnapshot;
  #arrivals = 0;

  constructor(carried: InboxSnapshot | null) {
    this.#state = copyOf(carried ?? { waiting: [], dangers: [], takenUpTo: 0, takenAbove: [] });
  }

  get isEmpty(): boolean {
    return this.#state.waiting.length === 0 && this.#state.dangers.length === 0;
  }

  /** Whether more was written than is answered one by one, and nobody is in danger who would have to wait. */
  get isFlooded(): boolean {
    const { waiting, dangers } = this.#state;
    const isDanger = dangers.length > 0 || waiting.some(({ danger }) => danger !== null);
    return !isDanger && waiting.some(({ isFlood }) => isFlood);
  }

  /** Grows with every message accepted; tells whether it is quiet. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Takes a message in; false when it waits already or was taken before. */
  add(message: MessageReceived): boolean {
    const { waiting, takenUpTo, takenAbove } = this.#state;
    const isKnown =
      message.sequence <= takenUpTo ||
      takenAbove.includes(message.sequence) ||
      waiting.some(({ sequence }) => sequence === message.sequence);
    if (isKnown) return false;
    waiting.push({ ...message });
    this.#arrivals += 1;
    return true;
  }

  /** Notes a danger found in a message: on the message while it waits and knows of none, else for the next turn. */
  addDanger(by: { messageId: string; danger: MetDanger }): void {
    const message = this.#state.waiting.find(({ messageId }) => messageId === by.messageId);
    if (message && !message.danger) message.danger = by.danger;
    else this.#state.dangers.push(by.danger);
  }

  /** Hands over all that waits, in order of sequence, and remembers it as taken. */
  takeTurn(): Burst {
    const messages = this.#state.waiting.toSorted((a, b) => a.sequence - b.sequence);
    const found = messages.flatMap(dangersOf);
    const dangers = [...this.#state.dangers, ...found];
    for (const { sequence } of messages) this.#remember(sequence);
    this.#state.waiting = [];
    this.#state.dangers = [];
    return { messages, dangers };
  }

  snapshot(): InboxSnapshot {
    return copyOf(this.#state);
  }

  #remember(sequence: number): void {
    const above = new Set([...this.#state.takenAbove, sequence]);
    while (above.delete(this.#state.takenUpTo + 1)) this.#state.takenUpTo += 1;
    this.#state.takenAbove = [...above].toSorted((a, b) => a - b);
  }
}

/** All dangers that the rule floor found in a message, worst first. */
export function dangersOf({ danger, otherDangers = [] }: MessageReceived): MetDanger[] {
  return danger ? [danger, ...otherDangers] : [];
}

// Plain JSON, two levels deep: a caller must not hold our arrays.
function copyOf(state: InboxSnapshot): InboxSnapshot {
  return {
    waiting: state.waiting.map((message) => ({ ...message })),
    dangers: [...state.dangers],
    takenUpTo: state.takenUpTo,
    takenAbove: [...state.takenAbove],
  };
}
