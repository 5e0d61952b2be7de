import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
const FOLDER = fileURLToPath(new URL('histories', import.meta.url));

/** A run as the server tells it. */
export type RecordedRun = proto.temporal.api.history.v1.IHistory;

/** A recorded run of a workflow. */
export interface RecordedHistory {
  /** `<workflow>-<story>`. */
  name: string;
  workflowType: string;
  history: RecordedRun;
}

/** All recorded runs, by name. */
export async function readHistories(): Promise<RecordedHistory[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const history = History.fromObject(JSON.parse(await readFile(join(FOLDER, file), 'utf8')));
      const started = history.events[0]?.workflowExecutionStartedEventAttributes;
      const workflowType = started?.workflowType?.name ?? 'unknown';
      return { name: file.replace(/\.json$/, ''), workflowType, history };
    }),
  );
}

/** Keeps a run, an event a line, without a word about the machine that it ran on. */
export async function writeHistory(name: string, run: RecordedRun): Promise<void> {
  // Not the SDK's historyToJSON: it needs one protobufjs for all of the SDK's packages, and npm installs several.
  const { events } = History.toObject(History.fromObject(run), {
    longs: String,
    enums: String,
    bytes: String,
  });
  const lines = events.map((event: unknown) => JSON.stringify(event, withoutMachine));
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}.json`), `{"events":[\n${lines.join(',\n')}\n]}\n`);
}

function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorder';
  if (key === 'stackTrace') return '';
  return value;
}
