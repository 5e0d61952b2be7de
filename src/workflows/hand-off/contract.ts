import { defineSignal } from '@temporalio/workflow';
import type { HandOffCase } from '../../domain/hand-off.ts';

/** One workflow for each time a person must answer. */
export const handOffWorkflowId = (handOffId: string): string => `hand-off/${handOffId}`;

export type HandOffInput = HandOffCase;

export const handOffTaken = defineSignal('handOffTaken');
export const handOffReleased = defineSignal('handOffReleased');
