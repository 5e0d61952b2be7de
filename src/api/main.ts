import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { composeBase, composeChatTokens, composeSignInPool } from '../compose.ts';
import { closedDoors, type Config } from '../config.ts';
import { logger } from '../logger.ts';
import type { DeskEvents } from '../ports/desk-events.ts';
import { runPart, type RunningPart } from '../process-part.ts';
import { connectSettings, createTemporalClient, payloadCodec } from '../temporal/client.ts';
import { createDecideApproval } from '../temporal/decide-approval.ts';
import { createProcesses } from '../temporal/processes.ts';
import { createApp } from './app.ts';
import { openSampleHouse } from './sample-house.ts';
import { createReadiness } from './readiness.ts';
import { createStaffDoor } from './staff-door.ts';
import { createWorkflowLinks } from './workflow-links.ts';

// A provider's webhook is answered before the engine is asked; the sweep asks again.
const ENGINE_DEADLINE_MS = 1_000;
const PRUNED_EVERY_MS = 3_600_000;

/** Starts the API: rows, doors, and the sweep that looks after both. */
export async function startApi(config: Config): Promise<RunningPart> {
  const base = await composeBase(config);
  const { records } = base;
  const client = createTemporalClient({ masterKey: config.NIGHTPORTER_MASTER_KEY });
  const processes = createProcesses({
    client,
    deadlineMs: ENGINE_DEADLINE_MS,
    quietMs: config.NIGHTPORTER_QUIET_MS,
  });
  const server = createServer(notYet);
  const url = await listen(server, config);
  const signInPool = composeSignInPool(config);
  const staffDoor = createStaffDoor({
    config,
    url,
    pool: signInPool,
    codec: payloadCodec(config.NIGHTPORTER_MASTER_KEY),
    auditLog: records.auditLog,
  });
  const isSample = config.NIGHTPORTER_SAMPLE === 'on';
  const sample = isSample
    ? await openSampleHouse({ config, url, records, processes, signIn: staffDoor.signIn })
    : null;
  const { app, sweep, streams } = createApp({
    ...base,
    ...staffDoor,
    processes,
    deskFolder: fileURLToPath(new URL('../../dashboard/dist', import.meta.url)),
    linkTo: createWorkflowLinks({
      webUi: config.NIGHTPORTER_TEMPORAL_UI,
      namespace: connectSettings().namespace,
    }),
    decide: createDecideApproval({ client, approvals: records.approvals }),
    chatTokens: composeChatTokens(config),
    webhookSecret: config.NIGHTPORTER_WEBHOOK_SECRET,
    readiness: createReadiness({
      client,
      documents: records.documents,
      expectedDocuments: sample?.documentIds ?? [],
    }),
  });
  server.off('request', notYet).on('request', app);
  const sweeping = sweep.start();
  const pruning = startPruning(records.deskEvents);

  return {
    url,
    lines: [...closedDoors(config), ...(sample?.lines ?? [])],
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        streams.close();
        server.closeIdleConnections();
      });
      clearInterval(pruning);
      await sweeping.stop();
      await client.connection.close();
      await signInPool.end();
      await base.platform.close();
      await records.close();
    },
  };
}

// The address must be known before the doors can be made; whoever knocks in between is told to come again.
const notYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ ready: false, missing: ['the API is starting'] }));
};

/** Throws away old changes now and every hour; one that fails is made up for by the next. */
function startPruning(deskEvents: DeskEvents): NodeJS.Timeout {
  const prune = (): void =>
    void deskEvents.prune().catch((error: unknown) => {
      logger.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'changes not pruned');
    });
  prune();
  return setInterval(prune, PRUNED_EVERY_MS);
}

function listen(server: Server, { HOST, PORT }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, () => {
      const address: AddressInfo | string | null = server.address();
      const port = typeof address === 'object' && address ? address.port : PORT;
      resolve(`http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`);
    });
  });
}

if (import.meta.main) await runPart(startApi);
