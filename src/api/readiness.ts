import type { DocumentRow } from '../ports/documents.ts';
import type { Properties } from '../ports/properties.ts';
import type { EngineFigures } from '../temporal/engine-figures.ts';
import { TASK_QUEUES } from '../temporal/task-queues.ts';
import type { SignIn } from './sign-in.ts';

/** The parts that are not ready, a sentence each; none: ready. */
export type Readiness = () => Promise<string[]>;

// A poll lasts a minute, so nobody can be known to be gone sooner; the engine lists a worker that is gone for five.
const GONE_AFTER_MS = 75_000;

/** Asks the database, the engine and the workers. */
export function createReadiness({
  engine,
  documents,
  expectedDocuments,
}: {
  engine: Pick<EngineFigures, 'queue'>;
  documents: { list: () => Promise<Pick<DocumentRow, 'documentId' | 'state'>[]> };
  /** Those that must be published just now. */
  expectedDocuments: () => Promise<string[]>;
}): Readiness {
  const missingDocuments = async (): Promise<string[]> => {
    const rows = await documents.list();
    const published = new Set(
      rows.filter(({ state }) => state === 'published').map(({ documentId }) => documentId),
    );
    const expected = await expectedDocuments();
    const waiting = expected.filter((id) => !published.has(id));
    return waiting.length === 0
      ? []
      : [`${waiting.length} of ${expected.length} documents are not published yet`];
  };

  const missingPollers = async (queue: string): Promise<string[]> => {
    const { workers, idleMs } = await engine.queue(queue);
    const isPolled = workers > 0 && idleMs <= GONE_AFTER_MS;
    return isPolled ? [] : [`no worker polls the queue ${queue}`];
  };

  return async () => {
    const checks = [
      missingDocuments().catch(() => ['the database does not answer']),
      ...TASK_QUEUES.map((queue) =>
        missingPollers(queue).catch(() => [`Temporal does not answer for the queue ${queue}`]),
      ),
    ];
    return (await Promise.all(checks)).flat();
  };
}

/** What keeps a house that is ready from being of use to anybody, a sentence each with the remedy. */
export type ReadinessNotes = () => Promise<string[]>;

/** Looks for an empty house and for one that nobody can open; says nothing while the database is away. */
export function createReadinessNotes({
  properties,
  signIn,
}: {
  properties: Properties;
  signIn: Pick<SignIn, 'hasAdmin'>;
}): ReadinessNotes {
  return async () => {
    try {
      const [known, hasAdmin] = await Promise.all([properties.list(), signIn.hasAdmin()]);
      return [
        ...(hasAdmin ? [] : ['There is no admin yet: open the link that the start screen shows.']),
        ...(known.length > 0
          ? []
          : ['There is no property yet: npm run import -- properties FILE.csv (docs/import.md).']),
      ];
    } catch {
      return []; // readiness itself says what is away
    }
  };
}
