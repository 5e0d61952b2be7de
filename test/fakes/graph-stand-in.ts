import {
  acceptedBody,
  errorBody,
  readGraphRequest,
  type GraphMessage,
} from '../../sample/whatsapp-stand-in/graph-request.ts';
import {
  jsonAnswer,
  startLoopbackServer,
  type SeenRequest,
  type StandInAnswer,
} from './loopback-server.ts';

/** What the stand-in does with the next message instead of taking it. */
export type GraphReply =
  { kind: 'error'; status: number; code: number; headers?: Record<string, string> } | StandInAnswer;

/** A stand-in for Meta's Graph API as far as we send through it: checks what comes, keeps a journal. */
export interface GraphStandIn {
  /** With the version, as the channel wants it. */
  baseUrl: string;
  /** What was taken, in order, with the id that was given for it. */
  journal: { id: string; message: GraphMessage }[];
  /** What was refused by the stand-in's own checks: empty when the channel keeps to the API. */
  faults: string[];
  /** How many requests came, taken or not. */
  requestCount(): number;
  /** Queues replies for the next messages; with none queued a message is taken. */
  script(...replies: GraphReply[]): void;
  close(): Promise<void>;
}

/** Starts the stand-in on loopback. */
export async function startGraphStandIn({
  phoneNumberId = '770001112223334',
  accessToken = 'test-graph-token',
  version = 'v25.0',
} = {}): Promise<GraphStandIn> {
  const journal: GraphStandIn['journal'] = [];
  const faults: string[] = [];
  const scripted: GraphReply[] = [];
  let requests = 0;

  const answerTo = (request: SeenRequest): StandInAnswer => {
    requests += 1;
    const read = readGraphRequest(request, { phoneNumberId, accessToken, version });
    if (read.kind === 'refused') {
      faults.push(read.fault);
      return graphError({ kind: 'error', status: read.status, code: read.code });
    }
    const reply = scripted.shift();
    if (reply) return reply.kind === 'error' ? graphError(reply) : reply;
    const id = `wamid.STANDIN${journal.length + 1}=`;
    journal.push({ id, message: read.message });
    return jsonAnswer(200, { value: acceptedBody(id, read.message) });
  };

  const server = await startLoopbackServer(answerTo);
  return {
    baseUrl: `${server.url}/${version}`,
    journal,
    faults,
    requestCount: () => requests,
    script: (...replies) => void scripted.push(...replies),
    close: () => server.close(),
  };
}

function graphError({
  status,
  code,
  headers = {},
}: Extract<GraphReply, { kind: 'error' }>): StandInAnswer {
  return jsonAnswer(status, { value: errorBody(code), headers });
}
