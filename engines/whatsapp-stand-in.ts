import type { Ports } from './ports.ts';
import { keepStandInSecrets } from './secrets.ts';

const OPENERS = [
  'WHATSAPP_TOKEN',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_VERIFY_TOKEN',
  'WHATSAPP_NUMBER_ID',
];
const LOOPBACK = ['127.0.0.1', 'localhost'];
const NUMBER_ID = '770001112223334';

/**
 * Settings that lead WhatsApp to the stand-in that the API serves in sample mode; none as soon as one setting of a real
 * number is there, the sample is off, or others than this machine can reach the house.
 */
export async function whatsAppStandIn({
  dataFolder,
  environment,
  ports,
}: {
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
  ports: Ports;
}): Promise<Record<string, string>> {
  const host = environment['HOST'] || '127.0.0.1';
  const isSample = (environment['NIGHTPORTER_SAMPLE'] || 'on') === 'on';
  const isPublic = Boolean(environment['NIGHTPORTER_PUBLIC_URL']);
  const isReal = OPENERS.some((name) => environment[name]);
  if (!isSample || !LOOPBACK.includes(host) || isPublic || isReal) return {};
  return {
    ...(await keepStandInSecrets(dataFolder)),
    WHATSAPP_NUMBER_ID: NUMBER_ID,
    WHATSAPP_BASE_URL: `http://${host}:${ports.product}/stand-in/whatsapp/v25.0`,
  };
}
