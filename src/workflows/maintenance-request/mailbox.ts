import { condition, setHandler } from '@temporalio/workflow';
import type { QuestionAnswer } from '../../domain/decision.ts';
import type {
  ApprovalNeed,
  RequestQuestion,
  RequestRaise,
} from '../../domain/maintenance-request.ts';
import {
  approvalEnded,
  approvalWished,
  classCorrected,
  platformWriteEnded,
  requestCancelled,
  requestRaised,
  residentAnswered,
  workOrderChanged,
  type ApprovalEnd,
  type MailboxSnapshot,
  type ResidentAnswer,
  type WorkOrderChanged,
  type WriteEnd,
} from './contract.ts';

const EMPTY: MailboxSnapshot = {
  heard: [],
  answers: [],
  changes: [],
  lastChange: null,
  written: null,
  approval: null,
  asked: null,
  wish: null,
  cancelledBy: null,
  raise: null,
};

interface AnswerWait {
  waitMs: number;
  summary: string;
  until?: () => boolean;
}

/** What a request has been told and not yet dealt with. Handlers only note; the story reads. */
export class Mailbox {
  readonly #answers: ResidentAnswer[];
  readonly #changes: WorkOrderChanged[];
  readonly #heard: Set<string>;
  #lastChange: string | null;
  #cancelledBy: MailboxSnapshot['cancelledBy'];
  #raise: RequestRaise | null;
  #written: WriteEnd | null;
  #writesHeard = 0;
  #approval: ApprovalEnd | null;
  #asked: ApprovalNeed | null;
  #wish: ApprovalNeed | null;

  constructor(carried: MailboxSnapshot | null) {
    const { heard, answers, changes, lastChange, cancelledBy, written, approval, raise, ...again } =
      carried ?? EMPTY;
    this.#heard = new Set(heard);
    this.#answers = [...answers];
    this.#changes = [...changes];
    this.#lastChange = lastChange;
    this.#cancelledBy = cancelledBy;
    this.#raise = raise;
    this.#written = written;
    this.#approval = approval;
    this.#asked = again.asked;
    this.#wish = again.wish;
    this.#listen();
  }

  get isCancelled(): boolean {
    return this.#cancelledBy !== null;
  }

  get cancelledBy(): MailboxSnapshot['cancelledBy'] {
    return this.#cancelledBy;
  }

  /** What it has become since it opened, where it turned out more urgent or a person set its class. */
  get raise(): RequestRaise | null {
    return this.#raise;
  }

  /** Counts the tidings of how the platform took the work order. */
  get writesHeard(): number {
    return this.#writesHeard;
  }

  /** How the platform took the work order; null while nobody knows. A person may still settle `needs-human`. */
  get written(): WriteEnd | null {
    return this.#written;
  }

  /** How the approval ended; null while it waits. */
  get approval(): ApprovalEnd | null {
    return this.#approval;
  }

  /** What the managers were asked anew; null while they were asked once at most. */
  get asked(): ApprovalNeed | null {
    return this.#asked;
  }

  /** Whether staff wish that the managers be asked anew. */
  get hasWish(): boolean {
    return this.#wish !== null;
  }

  /** Whether the platform did not take the work order, or cannot say. */
  get isRefused(): boolean {
    return this.#written === 'rejected' || this.#written === 'needs-human';
  }

  get hasChange(): boolean {
    return this.#changes.length > 0;
  }

  /** Whether staff have moved a held work order on at the platform; a hold or an unknown word moves nothing. */
  get hasMovedOn(): boolean {
    return this.#changes.some(({ status }) => status !== 'on-hold' && status !== 'other');
  }

  /** Whether staff have cancelled the work order at the platform. */
  get isOrderCancelled(): boolean {
    return this.#changes.some(({ status }) => status === 'cancelled');
  }

  /** Whether a work order that was done is something else now. */
  get hasTurned(): boolean {
    return this.#changes.some(isNoRepeatOfDone);
  }

  /** Whether the resident has said that it is not done, and nobody has dealt with that yet. */
  get saysNotDone(): boolean {
    return this.#answers.some(
      ({ question, answer }) => question === 'completed' && answer.kind === 'no',
    );
  }

  /** Forgets what repeats that it was done, and what was answered to that, up to the next real change. */
  forgetDone(): void {
    const next = this.#changes.findIndex(isNoRepeatOfDone);
    this.#changes.splice(0, next < 0 ? this.#changes.length : next);
    const kept = this.#answers.filter(({ question }) => question !== 'completed');
    this.#answers.splice(0, this.#answers.length, ...kept);
  }

  takeWish(): ApprovalNeed | null {
    const wish = this.#wish;
    this.#wish = null;
    return wish;
  }

  /** Another question is put to the managers: how the one before ended counts no more. */
  askAgain(approval: ApprovalNeed): void {
    this.#asked = approval;
    this.#approval = null;
  }

  takeChange(): WorkOrderChanged | null {
    return this.#changes.shift() ?? null;
  }

  /**
   * The resident's answer to that question, now or within that time; null when none came. `until` ends the wait early:
   * there is something better to do than to wait.
   */
  async answerTo(
    question: RequestQuestion,
    { waitMs, summary, until = () => false }: AnswerWait,
  ): Promise<QuestionAnswer | null> {
    const find = () => this.#answers.findIndex((answer) => answer.question === question);
    await condition(() => find() >= 0 || this.isCancelled || until(), waitMs, { summary });
    const index = find();
    return index < 0 ? null : (this.#answers.splice(index, 1)[0]?.answer ?? null);
  }

  snapshot(): MailboxSnapshot {
    return {
      heard: [...this.#heard],
      answers: [...this.#answers],
      changes: [...this.#changes],
      lastChange: this.#lastChange,
      written: this.#written,
      approval: this.#approval,
      asked: this.#asked,
      wish: this.#wish,
      cancelledBy: this.#cancelledBy,
      raise: this.#raise,
    };
  }

  #listen(): void {
    setHandler(residentAnswered, ({ messageId, question, answer }) => {
      if (this.#isNews(`answer/${messageId}`)) this.#answers.push({ question, answer });
    });
    setHandler(workOrderChanged, (change) => {
      // Only the one heard last is the same again: a window may go from one day to another and back.
      if (change.newsId === this.#lastChange) return;
      this.#lastChange = change.newsId;
      this.#changes.push(change);
    });
    setHandler(platformWriteEnded, ({ kind }) => {
      this.#writesHeard += 1;
      if (this.#written === null || this.#written === 'needs-human') this.#written = kind;
    });
    setHandler(approvalEnded, ({ approvalId, state }) => {
      // The end of an earlier question, told twice, is not that of the one that waits.
      if (this.#isNews(`approval/${approvalId}`)) this.#approval ??= state;
    });
    setHandler(approvalWished, (wish) => {
      if (this.#isNews(`wish/${wish.approvalId}`)) this.#wish = wish;
    });
    setHandler(requestCancelled, ({ by }) => {
      this.#cancelledBy ??= by;
    });
    setHandler(requestRaised, (raise) => {
      this.#raise = raise;
    });
    setHandler(classCorrected, (correction) => {
      this.#raise = correction;
    });
  }

  #isNews(key: string): boolean {
    if (this.#heard.has(key)) return false;
    this.#heard.add(key);
    return true;
  }
}

const isNoRepeatOfDone = ({ status }: WorkOrderChanged): boolean =>
  status !== 'done' && status !== 'other';
