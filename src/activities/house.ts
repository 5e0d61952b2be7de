import type { AlertSender } from '../ports/alert-sender.ts';
import type { Channels } from '../ports/channel.ts';
import type { DangerClassifier } from '../ports/danger-classifier.ts';
import type { DocumentReader } from '../ports/document-reader.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { KnowledgeIndex } from '../ports/knowledge-index.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Processes } from '../ports/processes.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';

/** Everything outside that activities may use; each takes the few ports that it needs. */
export interface House {
  records: Records;
  channels: Channels;
  languageModel: LanguageModel;
  knowledgeIndex: KnowledgeIndex;
  embedder: Embedder;
  classifier: DangerClassifier;
  documentReader: DocumentReader;
  platform: PropertyPlatform;
  alertSender: AlertSender;
  policyPacks: PolicyPacks;
  processes: Processes;
}
