import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { asCommand, say } from './terminal.ts';

/** Bundles the workflows as the worker does: what the sandbox must not reach fails here. */
await asCommand(async () => {
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  const { code } = await bundleWorkflowCode({
    workflowsPath: path('../src/workflows/index.ts'),
    failureConverterPath: path('../src/temporal/failure-converter.ts'),
    logger: new DefaultLogger('WARN'),
  });
  say(`workflow bundle: ${Math.round(code.length / 1024)} kB`);
});
