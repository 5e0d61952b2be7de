import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { ApprovalEnd } from '../../domain/approval.ts';
import { label } from '../label.ts';
import { approvals } from '../proxies.ts';
import type { ApprovalResult } from './contract.ts';

const PENDING: ApprovalResult = { state: 'pending', decidedBy: null, edits: null };

/** How an approval ends: once, by the first end that is written. */
export class Ending {
  /** As it is known; a decision that is being written counts, and counts no more where what it is about had changed. */
  readonly result: ApprovalResult = { ...PENDING };
  #isWriting = false;
  readonly #approvalId: string;
  readonly #onKept: () => void;

  constructor(by: { approvalId: string; onKept: () => void }) {
    this.#approvalId = by.approvalId;
    this.#onKept = by.onKept;
  }

  get isEnded(): boolean {
    return this.result.state !== 'pending';
  }

  /** Resolves once no end is being written: only then is it known whether one came of it. */
  async settled(): Promise<void> {
    while (this.#isWriting) await condition(() => !this.#isWriting);
  }

  /**
   * Ends it, unless it has ended.
   * @throws ApplicationFailure `changed` where what was decided about is not what stands as the end is written
   */
  async end(by: Omit<ApprovalEnd, 'approvalId'>): Promise<ApprovalResult> {
    if (this.#isWriting) await this.settled();
    if (this.isEnded) return { ...this.result };
    const { state, staffId: decidedBy, edits } = by;
    Object.assign(this.result, { state, decidedBy, edits });
    label({ state, nextDeadlineAt: null });
    if ((await this.#write(by)) !== 'changed') return { ...this.result };
    Object.assign(this.result, PENDING);
    this.#onKept();
    throw ApplicationFailure.nonRetryable('refused: changed', 'changed');
  }

  async #write(by: Omit<ApprovalEnd, 'approvalId'>): Promise<'ended' | 'changed'> {
    this.#isWriting = true;
    try {
      return await approvals.endApproval({ approvalId: this.#approvalId, ...by });
    } finally {
      this.#isWriting = false;
    }
  }
}
