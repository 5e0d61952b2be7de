import type { ConversationView } from '../../ports/conversations.ts';
import type { SimulatedResident } from '../simulator.ts';

/** `GET /simulator/residents`. */
export interface SimulatorAnswer {
  residents: SimulatedResident[];
  /** Whether messages by WhatsApp go through the stand-in; else they cannot be simulated here. */
  hasWhatsApp: boolean;
}

/** `GET /simulator/residents/:id/phone`: what the phone shows, and what stands around it. */
export interface PhoneAnswer extends ConversationView {
  conversationId: string | null;
  /** Words to tap in place of typing, where a question with fixed answers waits. */
  answers: string[];
  /** STOP was written and START was not. */
  isOptedOut: boolean;
  /** Messages of ours that never left, and those that did not arrive. */
  heldBack: number;
  failed: number;
}

/** `POST /simulator/residents/:id/chat-token`: opens the web chat for an hour at most. */
export interface ChatTokenAnswer {
  token: string;
}

/** `GET /simulator/residents/:id/page`: the passages of one page of a document, in order; empty when it is gone. */
export interface DocumentPageAnswer {
  passages: { heading: string; text: string }[];
}
