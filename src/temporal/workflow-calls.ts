import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import {
  TypedSearchAttributes,
  type SignalDefinition,
  type UpdateDefinition,
  type Workflow,
} from '@temporalio/common';
import { ProviderUnavailable } from '../ports/errors.ts';
import { searchAttributes, type Labels } from '../workflows/search-attributes.ts';
import { MAIN_TASK_QUEUE } from './task-queues.ts';

/** The engine, and how long a call to it may take; the provider's webhook waits for none of them. */
export interface WorkflowCallsOptions {
  client: Client;
  deadlineMs: number;
}

/** A workflow that is to run. */
export interface Start {
  type: string;
  workflowId: string;
  input: object;
  labels: Labels;
  /** One line for the list in the Web UI. */
  summary: string;
}

/** What a workflow is told. */
export interface Fact<Args extends unknown[]> {
  signal: SignalDefinition<Args>;
  args: Args;
}

/** What a workflow is asked to do; the same `updateId` is the same wish, however often it is asked. */
export interface Wish<Args extends [unknown, ...unknown[]]> {
  update: UpdateDefinition<unknown, Args>;
  args: Args;
  updateId: string;
}

/** The ways to reach a workflow. @throws ProviderUnavailable when the engine does not answer */
export interface WorkflowCalls {
  /** Starts a process that happens once; one that runs or has ended stays as it is. */
  open: (start: Start) => Promise<void>;
  /** Starts a process that has ended before; one that runs stays as it is. */
  openAgain: (start: Start) => Promise<void>;
  /** Tells a process that was opened before; one that has ended need not be told. */
  tell: <Args extends unknown[]>(workflowId: string, fact: Fact<Args>) => Promise<void>;
  /** Asks a process and waits until it has done so; one that has ended stays as it ended. */
  ask: <Args extends [unknown, ...unknown[]]>(
    workflowId: string,
    wish: Wish<Args>,
  ) => Promise<void>;
  /** Tells a process that lives on and on, opening it where it does not run. */
  openAndTell: <Args extends unknown[]>(start: Start, fact: Fact<Args>) => Promise<void>;
}

/** Calls over the client, each with its deadline. */
export function createWorkflowCalls({ client, deadlineMs }: WorkflowCallsOptions): WorkflowCalls {
  const call = async (run: () => Promise<unknown>): Promise<void> => {
    try {
      await client.withDeadline(Date.now() + deadlineMs, run);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) throw error;
      if (error instanceof WorkflowNotFoundError) throw error;
      throw new ProviderUnavailable('the workflow engine did not answer', { cause: error });
    }
  };

  const startUnless = async (
    start: Start,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  ): Promise<void> => {
    const options = { ...startOptions(start), workflowIdReusePolicy };
    try {
      await call(() => client.workflow.start(start.type, options));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };

  return {
    open: (start) => startUnless(start, 'REJECT_DUPLICATE'),
    openAgain: (start) => startUnless(start, 'ALLOW_DUPLICATE'),
    async tell(workflowId, { signal, args }) {
      try {
        await call(() => client.workflow.getHandle(workflowId).signal(signal, ...args));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error; // it has ended: nobody need be told
      }
    },
    async ask(workflowId, { update, args, updateId }) {
      const handle = client.workflow.getHandle(workflowId);
      try {
        await call(() => handle.executeUpdate(update, { args, updateId }));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
    async openAndTell(start, { signal, args }) {
      const options = { ...startOptions(start), signal, signalArgs: args };
      await call(() => client.workflow.signalWithStart<Workflow, unknown[]>(start.type, options));
    },
  };
}

const startOptions = ({ workflowId, input, labels, summary }: Start) => ({
  workflowId,
  taskQueue: MAIN_TASK_QUEUE,
  args: [input],
  staticSummary: summary,
  typedSearchAttributes: new TypedSearchAttributes(searchAttributes(labels)),
});
