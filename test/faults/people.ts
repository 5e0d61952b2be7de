import type { Pool } from 'pg';
import { fictionalPhone } from '../../sample/phone-numbers.ts';
import type { Person } from './ledger.ts';

const PROPERTY_ID = 'harbor-court';
const PER_AREA = 100;
// Area codes in use; 555-0100 to 555-0199 is set aside for fiction in each.
const AREAS =
  '201 202 203 205 206 207 208 209 210 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 325 330 331 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419'.split(
    ' ',
  );
const SYLLABLES = ['vo', 'zu', 'bo', 'fi', 'ku', 'mo', 'ne', 'pi', 'ro', 'tu'];

/** Moves somebody new in at the platform, in a unit of their own; the same index, the same person. */
export async function moveIn(database: Pool, index: number): Promise<Person> {
  const id = `FT-${String(index).padStart(5, '0')}`;
  const phone = fictionalPhone({
    area: AREAS[Math.floor(index / PER_AREA) % AREAS.length] ?? '201',
    index: index % PER_AREA,
  });
  await database.query(
    `with unit as (
      insert into embedded_platform.units (unit_id, property_id, number) values ($1, $2, $1)
      on conflict do nothing returning unit_id
    ), lease as (
      insert into embedded_platform.leases (lease_id, unit_id, from_on, rent_cents)
      select $1 || '-lease', unit_id, '2026-01-01', 210000 from unit returning lease_id, unit_id
    )
    insert into embedded_platform.residents
      (resident_id, property_id, unit_id, lease_id, status, first_name, last_name, phones)
    select $1 || '-01', $2, unit_id, lease_id, 'current', 'Robin', 'Fable', array[$3] from lease`,
    [id, PROPERTY_ID, phone],
  );
  return { residentId: `${id}-01`, phone: phone.replaceAll(/\D/g, ''), word: wordOf(index) };
}

function wordOf(index: number): string {
  const digits = String(index + 10_000).slice(-4);
  return digits.replaceAll(/\d/g, (digit) => SYLLABLES[Number(digit)] ?? digit);
}
