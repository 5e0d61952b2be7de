// A portal's backend signs a chat token for the resident who is signed in there. Any JWT library does the same.
// NIGHTPORTER_WEBHOOK_SECRET=... node chat-token.mjs RESIDENT PROPERTY
import { createHmac } from 'node:crypto';

const [residentId, propertyId] = process.argv.slice(2);
const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: 'nightporter',
  aud: 'nightporter-web-chat',
  iat: now,
  exp: now + 15 * 60,
  residentId,
  propertyId,
};
const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
const key = process.env.NIGHTPORTER_WEBHOOK_SECRET;
const signature = createHmac('sha256', key).update(signed).digest('base64url');
process.stdout.write(`${signed}.${signature}\n`);
