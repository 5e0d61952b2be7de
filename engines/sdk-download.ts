// Run by fetch-by-sdk.ts as a process of its own: sdk-download.ts <program> <version> <folder>.
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { TEST_SERVER } from './program.ts';

const [name = '', version = '', downloadDir = ''] = process.argv.slice(2);
const server = {
  executable: { type: 'cached-download', version: `v${version}`, downloadDir },
} as const;
const environment =
  name === TEST_SERVER.name
    ? await TestWorkflowEnvironment.createTimeSkipping({ server })
    : await TestWorkflowEnvironment.createLocal({ server });
await environment.teardown();
