// Pages: developers.facebook.com, WhatsApp Business Platform: webhooks/override (`webhook_configuration` of a number);
// Graph API: securing requests (`appsecret_proof`). Read 2026-11-23.
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ProviderError } from '../../../ports/errors.ts';
import { exchange, type HttpAnswer } from '../../shared/http.ts';
import { GraphErrorSchema } from './schema.ts';

/** The settings of a number as an operator has set them; undefined is not set. */
export interface WhatsAppSettings {
  baseUrl: string;
  token: string | undefined;
  appSecret: string | undefined;
  verifyToken: string | undefined;
  numberId: string | undefined;
  /** Where Meta is to reach us. */
  publicUrl: string | undefined;
}

/** One thing that was looked at. What is not fine says what to do. */
export interface WhatsAppFinding {
  what: string;
  found: string;
  isFine: boolean;
}

const TIMEOUT_MS = 10_000;
const PhoneNumber = z.object({
  display_phone_number: z.string().optional(),
  webhook_configuration: z
    .object({
      phone_number: z.string().optional(),
      whatsapp_business_account: z.string().optional(),
      application: z.string().optional(),
    })
    .optional(),
});

/** Asks Meta about the number, and ourselves at the public address, and says what is missing. Sends no message. */
export async function checkWhatsApp(settings: WhatsAppSettings): Promise<WhatsAppFinding[]> {
  return [
    ...missingSettings(settings),
    ...(await checkAtMeta(settings)),
    ...(await checkHandshake(settings)),
  ];
}

async function checkAtMeta(settings: WhatsAppSettings): Promise<WhatsAppFinding[]> {
  const { token, appSecret, numberId } = settings;
  if (!token || !numberId) return [];
  const { finding, phone } = await askAboutNumber(settings, { token, numberId });
  if (!phone) return [finding];
  const secret = appSecret ? [await checkAppSecret(settings, { token, numberId, appSecret })] : [];
  return [finding, ...secret, checkWebhook(phone, settings)];
}

const bad = (what: string, found: string): WhatsAppFinding => ({ what, found, isFine: false });
const fine = (what: string, found: string): WhatsAppFinding => ({ what, found, isFine: true });

function missingSettings(settings: WhatsAppSettings): WhatsAppFinding[] {
  const needed: [string, string | undefined, string][] = [
    ['WHATSAPP_TOKEN', settings.token, 'a system user’s token with whatsapp_business_messaging'],
    ['WHATSAPP_NUMBER_ID', settings.numberId, 'the id of the number, in WhatsApp > API setup'],
    ['WHATSAPP_APP_SECRET', settings.appSecret, 'the app’s secret, in App settings > Basic'],
    ['WHATSAPP_VERIFY_TOKEN', settings.verifyToken, 'words of your choice, told to Meta as well'],
    ['NIGHTPORTER_PUBLIC_URL', settings.publicUrl, 'the https address at which Meta reaches this'],
  ];
  return needed
    .filter(([, value]) => !value)
    .map(([name, , what]) => bad(name, `is not set: put ${what} into .env`));
}

interface Credentials {
  token: string;
  numberId: string;
}

async function askAboutNumber(
  settings: WhatsAppSettings,
  credentials: Credentials,
): Promise<{ finding: WhatsAppFinding; phone: z.infer<typeof PhoneNumber> | null }> {
  const what = 'Token and number';
  const answer = await ask(settings, { ...credentials, more: {} });
  if (answer === null) {
    return {
      finding: bad(what, 'the Graph API does not answer: is the internet reached from here?'),
      phone: null,
    };
  }
  const phone = PhoneNumber.safeParse(answer.json);
  if (answer.status === 200 && phone.success) {
    const shown = phone.data.display_phone_number ?? 'a number without a name';
    return { finding: fine(what, `Meta knows the number (${shown})`), phone: phone.data };
  }
  return { finding: bad(what, remedyFor(answer)), phone: null };
}

function remedyFor({ status, json }: GraphAnswer): string {
  const code = GraphErrorSchema.safeParse(json).data?.error.code;
  const why = code === undefined ? `HTTP ${status}` : `code ${code}`;
  return (
    REMEDIES[code ?? -1] ?? `Meta refused with ${why}: look it up in Meta's list of error codes`
  );
}

const RIGHTS_NEEDED =
  'the token lacks rights (10, 200): give the system user whatsapp_business_messaging and whatsapp_business_management';
const REMEDIES: Readonly<Record<number, string>> = {
  190: 'the token is wrong or has expired (190): make a new one for the system user and set WHATSAPP_TOKEN',
  100: 'there is no such number for this token (100): set WHATSAPP_NUMBER_ID to the id, not the number itself, and assign the account to the system user',
  10: RIGHTS_NEEDED,
  200: RIGHTS_NEEDED,
};

/** The same question, proven by the secret: only a wrong secret can make a difference. */
async function checkAppSecret(
  settings: WhatsAppSettings,
  credentials: Credentials & { appSecret: string },
): Promise<WhatsAppFinding> {
  const { appSecret, token } = credentials;
  const proof = createHmac('sha256', appSecret).update(token).digest('hex');
  const answer = await ask(settings, { ...credentials, more: { appsecret_proof: proof } });
  if (answer === null) return bad('App secret', 'the Graph API does not answer: try again');
  return answer.status === 200
    ? fine('App secret', 'belongs to the app of the token')
    : bad(
        'App secret',
        'is not that of the token’s app: copy it from App settings > Basic into WHATSAPP_APP_SECRET, or every webhook is refused',
      );
}

function checkWebhook(
  { webhook_configuration: configured }: z.infer<typeof PhoneNumber>,
  { publicUrl }: WhatsAppSettings,
): WhatsAppFinding {
  const what = 'Webhook at Meta';
  const { phone_number, whatsapp_business_account, application } = configured ?? {};
  const address = phone_number ?? whatsapp_business_account ?? application; // the nearest one counts
  const ours = publicUrl ? callbackOf(publicUrl) : 'https://<your address>/webhooks/whatsapp';
  if (!address) {
    return bad(
      what,
      `none is set: give Meta ${ours} and the verify token, and subscribe to messages`,
    );
  }
  return address === ours
    ? fine(what, address)
    : bad(
        what,
        `Meta sends to ${address} and not to ${ours}: change it at Meta, or NIGHTPORTER_PUBLIC_URL`,
      );
}

const callbackOf = (publicUrl: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/webhooks/whatsapp`;

/** Does what Meta does when the address is saved. That it works from here does not prove that it works from there. */
async function checkHandshake({
  publicUrl,
  verifyToken,
}: WhatsAppSettings): Promise<WhatsAppFinding[]> {
  if (!publicUrl || !verifyToken) return [];
  const what = 'Webhook here';
  const challenge = randomBytes(8).toString('hex');
  const query = {
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': challenge,
  };
  const url = `${callbackOf(publicUrl)}?${new URLSearchParams(query).toString()}`;
  const answer = await get(url, {});
  if (answer === null) {
    return [
      bad(what, `${publicUrl} does not answer: is Night Porter running, and the way to it open?`),
    ];
  }
  if (answer.status === 200 && answer.text === challenge) {
    const warning = publicUrl.startsWith('https://') ? '' : '; Meta asks for https';
    return [{ what, found: `answers the handshake${warning}`, isFine: warning === '' }];
  }
  const because: Record<number, string> = {
    404: 'the channel is closed there: set all four WHATSAPP_ settings and start again',
    403: 'it has another verify token: set WHATSAPP_VERIFY_TOKEN and start again',
  };
  const reason = because[answer.status] ?? `it answers HTTP ${answer.status}: see logs/api.log`;
  return [bad(what, `the handshake fails at ${publicUrl}: ${reason}`)];
}

interface GraphAnswer {
  status: number;
  json: unknown;
}

async function ask(
  { baseUrl }: WhatsAppSettings,
  { token, numberId, more }: Credentials & { more: Record<string, string> },
): Promise<GraphAnswer | null> {
  const fields = 'display_phone_number,webhook_configuration';
  const query = new URLSearchParams({ fields, ...more }).toString();
  const url = `${baseUrl.replace(/\/+$/, '')}/${encodeURIComponent(numberId)}?${query}`;
  const answer = await get(url, { authorization: `Bearer ${token}` });
  return answer && { status: answer.status, json: parseJson(answer.text) };
}

async function get(url: string, headers: Record<string, string>): Promise<HttpAnswer | null> {
  try {
    return await exchange({
      provider: 'WhatsApp',
      url,
      method: 'GET',
      headers,
      timeoutMs: TIMEOUT_MS,
      isRepeatable: true,
    });
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
