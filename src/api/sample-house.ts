import { loadSample } from '../../sample/load.ts';
import { sampleProperty, type SampleProperty } from '../../sample/property.ts';
import { createWhatsAppStandIn } from '../../sample/whatsapp-stand-in/stand-in.ts';
import { sampleStaff } from '../../sample/staff.ts';
import { fillPlatform } from '../compose.ts';
import { isAtHome, type Config } from '../config.ts';
import { logger } from '../logger.ts';
import { ProviderUnavailable } from '../ports/errors.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import type { SampleParts } from './remove-sample.ts';
import { SAMPLE_CLOSED } from './sample-door.ts';
import type { SignIn } from './sign-in.ts';
import type { SimulatedResident, SimulatedWhatsApp, Simulator } from './simulator.ts';

/** The password of every sample sign-in; sample mode only, on loopback. */
const SAMPLE_PASSWORD = 'lantern-light-1';

const STAND_IN_LINE =
  'WhatsApp leads to a stand-in on this machine, for the Phone simulator: no message leaves, no real phone rings.';

const CODEC_LINE =
  'Sample mode opens the codec endpoint to the local Temporal Web UI; nothing else may read payloads.';

const CLOSED_LINE =
  'WhatsApp is closed: its stand-in went with the sample. docs/providers/whatsapp.md opens a real number.';

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
      const person = { email, name: displayName, password, role, propertyIds, onCallAt };
      return (await signIn.addStaff(person)).staffId;
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
  return { documentIds: loaded.documentIds, lines: sampleLines({ config, url }) };
}

/** What a stranger can try, for the start screen; whose sign-ins are closed is told how to open them. */
export function sampleLines({ config, url }: { config: Config; url: string }): string[] {
  const [first] = sampleProperty().residents;
  const [agent, manager] = sampleStaff();
  const desk = [
    `First thing to try: open ${url}/desk/ in a browser and sign in (sample mode only) as`,
    `  ${agent?.email} or ${manager?.email}   password ${SAMPLE_PASSWORD}`,
    'Then open the Phone simulator there and write as a resident, or write here,',
  ];
  return [
    ...(isAtHome(config) ? desk : [SAMPLE_CLOSED, 'First thing to try: write here,']),
    `as ${first?.bookingId} of Harbor Court:`,
    '  npm run ask -- "When are quiet hours?"',
    '  npm run ask -- "There is a leak under my kitchen sink"',
    '  npm run ask -- "I smell gas in the kitchen"',
    ...(isAtHome(config) ? [CODEC_LINE] : []),
    'To make the house your own: npm run sample -- remove, then docs/import.md.',
  ];
}

/** The phones of the sample's residents, in sample mode at home; WhatsApp only while it leads to our own stand-in. */
export function openPhones({
  config,
  url,
  isSample,
}: {
  config: Config;
  url: string;
  isSample: boolean;
}): {
  simulator: Simulator | null;
  /** For the start screen. */
  lines: string[];
  close(): void;
} {
  if (!isSample || !isAtHome(config)) {
    const lines = standInVersion(config, url) ? [CLOSED_LINE] : [];
    return { simulator: null, lines, close: () => undefined };
  }
  const residents = simulatedResidents(sampleProperty());
  const whatsApp = openStandIn({
    config,
    url,
    phones: new Set(residents.map(({ phone }) => phone)),
  });
  return {
    simulator: { residents, whatsApp },
    lines: whatsApp ? [STAND_IN_LINE] : [],
    close: () => whatsApp?.close(),
  };
}

/** The version of the Graph API, where WhatsApp leads to the stand-in of this house; else undefined. */
function standInVersion({ WHATSAPP_BASE_URL: baseUrl }: Config, url: string): string | undefined {
  return baseUrl.split(`${url}/stand-in/whatsapp/`)[1];
}

function openStandIn({
  config,
  url,
  phones,
}: {
  config: Config;
  url: string;
  phones: ReadonlySet<string>;
}): (SimulatedWhatsApp & { close(): void }) | null {
  const { WHATSAPP_TOKEN: accessToken, WHATSAPP_APP_SECRET: appSecret } = config;
  const { WHATSAPP_NUMBER_ID: phoneNumberId } = config;
  const version = standInVersion(config, url);
  if (!accessToken || !appSecret || !phoneNumberId || !version) return null;
  const standIn = createWhatsAppStandIn({
    accessToken,
    appSecret,
    phoneNumberId,
    version,
    phones,
    webhookUrl: `${url}/webhooks/whatsapp`,
    onTrouble: (problem) => logger.warn({ problem }, 'trouble at the stand-in for whatsapp'),
  });
  const demandTaken = async (posted: Promise<void>): Promise<void> => {
    await posted.catch((cause: unknown) => {
      throw new ProviderUnavailable('the stand-in could not post its webhook', { cause });
    });
  };
  return {
    ...standIn,
    write: (by) => demandTaken(standIn.write(by)),
    read: (by) => demandTaken(standIn.read(by)),
  };
}

function simulatedResidents({ residents, leases, units }: SampleProperty): SimulatedResident[] {
  return residents.flatMap(({ bookingId, firstName, lastName, phone, ...resident }) => {
    const lease = leases.find(({ residentIds }) => residentIds.includes(bookingId));
    const unit = units.find(({ id }) => id === lease?.unitId);
    if (!unit) return [];
    return {
      residentId: bookingId,
      name: `${firstName} ${lastName}`,
      unitNumber: unit.number,
      propertyId: unit.propertyId,
      status: resident.status,
      language: resident.preferredLanguage,
      phone,
      sharesPhone: residents.filter((other) => other.phone === phone).length > 1,
    };
  });
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
