import { loadSample } from '../../sample/load.ts';
import { sampleProperty } from '../../sample/property.ts';
import { sampleStaff } from '../../sample/staff.ts';
import { fillPlatform } from '../compose.ts';
import type { Config } from '../config.ts';
import { logger } from '../logger.ts';
import { ProviderUnavailable } from '../ports/errors.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import type { SampleParts } from './remove-sample.ts';
import type { SignIn } from './sign-in.ts';

/** The password of every sample sign-in; sample mode only, on loopback. */
const SAMPLE_PASSWORD = 'lantern-light-1';

/** What the start screen and readiness need of the sample. */
export interface SampleHouse {
  documentIds: string[];
  lines: string[];
}

/** Loads the sample operator once and says what a stranger can try. */
export async function openSampleHouse({
  config,
  url,
  records: { properties, documents },
  processes,
  signIn,
}: {
  config: Config;
  /** Where we listen. */
  url: string;
  records: Pick<Records, 'properties' | 'documents'>;
  processes: Processes;
  signIn: Pick<SignIn, 'addStaff'>;
}): Promise<SampleHouse> {
  const loaded = await loadSample({
    fillPlatform: fillPlatform(config),
    saveProperty: (settings) => properties.save(settings),
    async addStaff({ email, displayName, role, propertyIds, onCallAt }) {
      const password = SAMPLE_PASSWORD;
      await signIn.addStaff({ email, name: displayName, password, role, propertyIds, onCallAt });
    },
    async receiveDocument(document) {
      const { documentId, version } = await documents.receive(document);
      try {
        await processes.ingestDocument({ documentId, version }); // once: the id is the same every time
      } catch (error) {
        if (!(error instanceof ProviderUnavailable)) throw error;
        logger.warn({ documentId }, 'engine is away, the document waits for the next start');
      }
    },
  });
  const [first] = sampleProperty().residents;
  const [agent, manager] = loaded.staff;
  return {
    documentIds: loaded.documentIds,
    lines: [
      `First thing to try: open ${url}/desk/ in a browser and sign in (sample mode only) as`,
      `  ${agent?.email} or ${manager?.email}   password ${SAMPLE_PASSWORD}`,
      `Then write, as ${first?.bookingId} of Harbor Court:`,
      '  npm run ask -- "When are quiet hours?"',
      '  npm run ask -- "There is a leak under my kitchen sink"',
      '  npm run ask -- "I smell gas in the kitchen"',
      'Sample mode opens the codec endpoint to the local Temporal Web UI; nothing else may read payloads.',
      'To make the house your own: npm run sample -- remove, then docs/import.md.',
    ],
  };
}

/** Everything by which the sample is known, for taking it away. */
export function sampleParts(): SampleParts {
  const { properties, organisation } = sampleProperty();
  return {
    propertyIds: properties.map(({ id }) => id),
    organisationIds: [organisation.id],
    staffEmails: sampleStaff().map(({ email }) => email),
  };
}
