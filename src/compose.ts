import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAuditedAlertSender } from './adapters/alert-senders/audited/index.ts';
import { createTableAlertSender } from './adapters/alert-senders/table/index.ts';
import { createWebhookAlertSender } from './adapters/alert-senders/webhook/index.ts';
import { createPortalChannel } from './adapters/channels/portal/index.ts';
import { createWebChatChannel } from './adapters/channels/web-chat/index.ts';
import { createChatTokens } from './adapters/channels/web-chat/token.ts';
import { checkWhatsApp, createWhatsAppChannel } from './adapters/channels/whatsapp/index.ts';
import {
  createEmbeddedDangerClassifier,
  keepLearntWeights,
  type DangerLessons,
} from './adapters/danger-classifiers/embedded/index.ts';
import { createPdfDocumentReader } from './adapters/document-readers/pdf/index.ts';
import { createEmbeddedEmbedder } from './adapters/embedders/embedded/index.ts';
import { createEmbeddedKnowledgeIndex } from './adapters/knowledge-indexes/embedded/index.ts';
import {
  createEmbeddedLanguageModel,
  everydayMessages,
  houseExemplars,
  keepLearning,
} from './adapters/language-models/embedded/index.ts';
import { createAuditedLanguageModel } from './adapters/language-models/audited/index.ts';
import { createMeasuredLanguageModel } from './adapters/language-models/measured/index.ts';
import { createOpenAiLanguageModel } from './adapters/language-models/openai/index.ts';
import { createMachine } from './adapters/machines/node/index.ts';
import { createFilePolicyPacks, readStandardPack } from './adapters/policy-packs/files/index.ts';
import { createAuditedPropertyPlatform } from './adapters/property-platforms/audited/index.ts';
import {
  createEmbeddedPropertyBooks,
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from './adapters/property-platforms/embedded/index.ts';
import { createPostgresRecords, openAuditTrail } from './adapters/records/postgres/index.ts';
import { createPdfReportWriter } from './adapters/report-writers/pdf/index.ts';
import { createDatabase } from './adapters/shared/database.ts';
import { createCsvTableReader } from './adapters/table-readers/csv/index.ts';
import type { Config } from './config.ts';
import type { AlertSender } from './ports/alert-sender.ts';
import type { Channels } from './ports/channel.ts';
import type { Connection } from './ports/connections.ts';
import type { Embedder } from './ports/embedder.ts';
import type { LanguageModel } from './ports/language-model.ts';
import type { PolicyPacks } from './ports/policy-packs.ts';
import type { Records } from './ports/records.ts';
import { readPromptLibrary } from './prompts/library.ts';
import { ProposedTurnSchema } from './prompts/propose-decisions/schema.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const CONNECTION_ID = 'embedded';
const CHAT_ISSUER = 'nightporter';

/** What both processes stand on: rows, rules, the platform, the ways to reach people. */
export async function composeBase(config: Config) {
  const url = config.DATABASE_URL;
  const masterKey = config.NIGHTPORTER_MASTER_KEY;
  const records = await createPostgresRecords({
    url,
    masterKey,
    migrationsFolder: path('../migrations'),
  });
  return {
    records,
    policyPacks: await composePolicyPacks(config, records),
    platform: composePlatform(config, records),
    channels: composeChannels(config),
  };
}

/** Whoever asks the platform is on the record: nothing else hands it out. */
function composePlatform({ DATABASE_URL: url }: Config, { auditLog }: Records) {
  const embedded = createEmbeddedPropertyPlatform({ url, connectionId: CONNECTION_ID });
  const platform = createAuditedPropertyPlatform({ platform: embedded, auditLog });
  return { ...platform, close: () => embedded.close() };
}

/** The shipped rules, then the sample's layers while it is on, then the operator's own of the data folder. */
function composePolicyPacks(config: Config, { packVersions }: Records): Promise<PolicyPacks> {
  const ofOperator = join(config.NIGHTPORTER_DATA, 'policy-packs');
  const ofSample = config.NIGHTPORTER_SAMPLE === 'on' ? [path('../sample/policy-packs')] : [];
  return createFilePolicyPacks({
    standard: path('../policy-packs/default'),
    layers: [...ofSample, ofOperator],
    versions: packVersions,
  });
}

/** The embedded platform's books, filled from data; for the sample and for operators without a platform. */
export const fillPlatform =
  (config: Config) => (data: Parameters<typeof loadPlatformData>[0]['data']) =>
    loadPlatformData({ url: config.DATABASE_URL, data });

/** What a file is imported with and into: the API's own affair. */
export function composeImport({ DATABASE_URL: url }: Config) {
  return { tables: createCsvTableReader(), books: createEmbeddedPropertyBooks({ url }) };
}

/** What the API makes files for people with. */
export function composeReports() {
  return { reports: createPdfReportWriter() };
}
/** Which program this is, and the machine that it runs on. */
export const composeMachine = ({ NIGHTPORTER_DATA: dataFolder }: Config) =>
  createMachine({ programFolder: path('..'), dataFolder });

/** What only the worker needs: everything that reads, understands and rings. */
export async function composeUnderstanding(
  config: Config,
  { records, policyPacks }: Awaited<ReturnType<typeof composeBase>>,
) {
  const embedder = createEmbeddedEmbedder();
  const classifier = createEmbeddedDangerClassifier(
    dangerLessons({ embedder, pack: policyPacks.current(null) }),
  );
  const model = composeLanguageModel(config, { embedder, records });
  return {
    embedder,
    knowledgeIndex: createEmbeddedKnowledgeIndex({ documents: records.documents, embedder }),
    languageModel: model.languageModel,
    classifier,
    /** Learns from the exemplars, so that the first resident need not wait for it. */
    warmUp: async (): Promise<void> =>
      void (await Promise.all([classifier.warmUp(), model.warmUp()])),
    documentReader: createPdfDocumentReader(),
    alertSender: composeAlertSender(config, records),
  };
}

/** Learns what the embedded model and the second danger net know, and keeps it where the worker finds it. */
export async function learnFromExemplars(): Promise<string[]> {
  const embedder = createEmbeddedEmbedder();
  try {
    const pack = readStandardPack(path('../policy-packs/default'));
    return [
      await keepLearntWeights(dangerLessons({ embedder, pack })),
      await keepLearning({ embedder, exemplars: houseExemplars }),
    ];
  } finally {
    await embedder.close();
  }
}

function dangerLessons({
  embedder,
  pack: { dangerExemplars, catalogue },
}: {
  embedder: Embedder;
  pack: ReturnType<PolicyPacks['current']>;
}): DangerLessons {
  const issues = Object.entries(catalogue).map(([id, issue]) => ({ id, class: issue.class }));
  const everyday = everydayMessages({ exemplars: houseExemplars, issues });
  return { embedder, exemplars: dangerExemplars, everyday };
}

/** Proof of who sits in front of the web chat; null while the door has no secret. */
export function composeChatTokens({ NIGHTPORTER_WEBHOOK_SECRET }: Config) {
  if (!NIGHTPORTER_WEBHOOK_SECRET) return null;
  return createChatTokens({ secret: NIGHTPORTER_WEBHOOK_SECRET, issuer: CHAT_ISSUER });
}

function composeChannels(config: Config): Channels {
  const channels: Channels = { portal: createPortalChannel(), 'web-chat': createWebChatChannel() };
  const { WHATSAPP_TOKEN, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_NUMBER_ID } = config;
  const { WHATSAPP_ORGANISATION_ID: organisationId } = config;
  const isOpen =
    WHATSAPP_TOKEN && WHATSAPP_APP_SECRET && WHATSAPP_VERIFY_TOKEN && WHATSAPP_NUMBER_ID;
  if (!isOpen) return channels;
  const whatsapp = createWhatsAppChannel({
    baseUrl: config.WHATSAPP_BASE_URL,
    phoneNumberId: WHATSAPP_NUMBER_ID,
    accessToken: WHATSAPP_TOKEN,
    appSecrets: [WHATSAPP_APP_SECRET],
    verifyToken: WHATSAPP_VERIFY_TOKEN,
    propertyId: config.WHATSAPP_PROPERTY_ID ?? null,
    ...(organisationId ? { organisationId } : {}),
  });
  return { ...channels, whatsapp };
}

/** What stands between the settings and a number that works, for `npm run doctor -- whatsapp`. */
export function checkWhatsAppSettings(
  config: Pick<
    Config,
    | 'WHATSAPP_BASE_URL'
    | 'WHATSAPP_TOKEN'
    | 'WHATSAPP_APP_SECRET'
    | 'WHATSAPP_VERIFY_TOKEN'
    | 'WHATSAPP_NUMBER_ID'
    | 'NIGHTPORTER_PUBLIC_URL'
  >,
) {
  return checkWhatsApp({
    baseUrl: config.WHATSAPP_BASE_URL,
    token: config.WHATSAPP_TOKEN,
    appSecret: config.WHATSAPP_APP_SECRET,
    verifyToken: config.WHATSAPP_VERIFY_TOKEN,
    numberId: config.WHATSAPP_NUMBER_ID,
    publicUrl: config.NIGHTPORTER_PUBLIC_URL,
  });
}

function composeLanguageModel(
  config: Config,
  { embedder, records: { auditLog } }: { embedder: Embedder; records: Records },
): { languageModel: LanguageModel; warmUp(): Promise<unknown> } {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_TIMEOUT_MS } = config;
  if (!OPENAI_API_KEY) {
    const embedded = createEmbeddedLanguageModel({ embedder });
    const languageModel = createMeasuredLanguageModel({
      languageModel: embedded,
      model: 'embedded',
    });
    return { languageModel, warmUp: () => embedded.warmUp() };
  }
  const prompt = readPromptLibrary().get('propose-decisions/v4');
  const remote = createOpenAiLanguageModel({
    apiKey: OPENAI_API_KEY,
    ...(OPENAI_BASE_URL ? { baseUrl: OPENAI_BASE_URL } : {}),
    model: OPENAI_MODEL,
    timeoutMs: OPENAI_TIMEOUT_MS,
    prompt,
    answer: ProposedTurnSchema,
  });
  const asked = { model: OPENAI_MODEL, prompt: prompt.id };
  const audited = createAuditedLanguageModel({ languageModel: remote, auditLog, ...asked });
  const languageModel = createMeasuredLanguageModel({
    languageModel: audited,
    model: OPENAI_MODEL,
  });
  return { languageModel, warmUp: async () => undefined };
}

/** Every ring stands in the dashboard's table; a webhook is told first where one is configured. */
function composeAlertSender(
  { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret }: Config,
  { alerts, auditLog }: Pick<Records, 'alerts' | 'auditLog'>,
): AlertSender {
  if (!url || !secret) return createTableAlertSender({ alerts, door: null });
  const webhook = createWebhookAlertSender({ url, secret });
  const door = createAuditedAlertSender({ alertSender: webhook, auditLog });
  return createTableAlertSender({ alerts, door });
}

/** The audit trail alone, for reading it from the command line. */
export function composeAuditTrail({ url, masterKey }: { url: string; masterKey: Buffer }) {
  return openAuditTrail({ url, masterKey });
}

/** The pool of the sign-in library, which brings its own queries; same database, same role. */
export function composeSignInPool({ DATABASE_URL }: Config) {
  return createDatabase({ url: DATABASE_URL, role: 'nightporter_app', poolMax: 4 }).$client;
}

/** What the settings say the house is connected to, for people to read: names of settings, never their values. */
export function describeConnections(config: Config): Connection[] {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, ALERT_WEBHOOK_URL } = config;
  const model = `${OPENAI_MODEL} at ${hostOf(OPENAI_BASE_URL) ?? 'api.openai.com'}`;
  const whatsApp = ['TOKEN', 'APP_SECRET', 'VERIFY_TOKEN', 'NUMBER_ID'] as const;
  const missing = (names: readonly (keyof Config)[]): string[] =>
    names.filter((name) => config[name] === undefined);
  const door = (by: Pick<Connection, 'kind' | 'name' | 'inUse'> & { needs: (keyof Config)[] }) => {
    const { needs, ...rest } = by;
    return { ...rest, isOpen: missing(needs).length === 0, missing: missing(needs) };
  };
  const own = 'built in, on this machine';
  return [
    door({
      kind: 'language-model',
      name: 'Language model',
      inUse: OPENAI_API_KEY ? model : own,
      needs: [],
    }),
    door({ kind: 'embedder', name: 'Embedder', inUse: own, needs: [] }),
    door({
      kind: 'property-platform',
      name: 'Property platform',
      inUse: 'built in, in our own database',
      needs: [],
    }),
    door({
      kind: 'channel',
      name: 'WhatsApp',
      inUse: hostOf(config.WHATSAPP_BASE_URL) ?? '',
      needs: whatsApp.map((name) => `WHATSAPP_${name}` as const),
    }),
    door({
      kind: 'channel',
      name: 'Resident portal and web chat',
      inUse: 'this house',
      needs: ['NIGHTPORTER_WEBHOOK_SECRET'],
    }),
    door({
      kind: 'alerts',
      name: 'Alert webhook',
      inUse: hostOf(ALERT_WEBHOOK_URL) ?? 'alerts ring on the dashboard only',
      needs: ['ALERT_WEBHOOK_URL', 'ALERT_WEBHOOK_SECRET'],
    }),
  ];
}

/** The host alone: the path of a webhook can be a secret, and so can what stands before the host. */
const hostOf = (url: string | undefined): string | null => (url ? new URL(url).host : null);
