import type { Language, ResidentStatus } from '../domain/resident.ts';

/** Somebody of the sample as whom staff may write. */
export interface SimulatedResident {
  /** The booking id. */
  residentId: string;
  name: string;
  unitNumber: string | null;
  propertyId: string;
  status: ResidentStatus;
  language: Language;
  /** E.164; of the numbers that are set aside for fiction. */
  phone: string;
  /** Two people may write from the same number; then the number alone proves nobody. */
  sharesPhone: boolean;
}

/** Meta's side of WhatsApp, played on this machine; it alone holds what signs webhooks. */
export interface SimulatedWhatsApp {
  /** Answers a request that the house's own WhatsApp client sent. */
  take(request: {
    method: string;
    path: string;
    headers: { authorization?: string | undefined; 'content-type'?: string | undefined };
    body: Buffer;
  }): { status: number; body: object };
  /** Posts the words of a phone to the house as a signed webhook. @throws ProviderUnavailable when it was not taken */
  write(by: { from: string; text: string; messageId: string }): Promise<void>;
  /** Posts that the phone has seen these messages of ours. @throws ProviderUnavailable when it was not taken */
  read(by: { phone: string; sendIds: readonly string[] }): Promise<void>;
}

/** What the phone simulator stands on; there is one in sample mode on loopback only. */
export interface Simulator {
  residents: readonly SimulatedResident[];
  /** Null where WhatsApp is closed or leads to a real number. */
  whatsApp: SimulatedWhatsApp | null;
}
