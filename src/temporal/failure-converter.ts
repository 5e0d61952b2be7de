import { DefaultFailureConverter } from '@temporalio/common';

/** Failures are payloads too: messages and stack traces go through the codec. Loaded by path, here and in the sandbox. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
