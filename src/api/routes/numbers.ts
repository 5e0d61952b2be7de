import { Router, type Request } from 'express';
import { z } from 'zod';
import { faultOf, STEPS } from '../../domain/numbers.ts';
import type { PropertySettings } from '../../domain/property.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { CountedPlace, Numbers } from '../../ports/numbers.ts';
import type { Properties } from '../../ports/properties.ts';
import type { Allow } from '../allow.ts';
import type { NumbersAnswer } from '../answers/numbers.ts';
import { answerOf } from '../numbers-answer.ts';
import { numbersCsv } from '../numbers-csv.ts';
import { readAs } from '../read-as.ts';
import { seesProperty } from '../rights.ts';

/** What is asked for: days of the property's own zone, both included. */
export const PeriodQuery = z
  .object({
    propertyId: z.string().min(1).max(100).nullable().default(null),
    from: z.iso.date(),
    to: z.iso.date(),
    by: z.enum(STEPS).default('day'),
  })
  .check(({ value, issues }) => {
    const fault = faultOf(value);
    if (fault) {
      issues.push({ code: 'custom', input: value, path: [fault.field], message: fault.message });
    }
  });

interface NumbersRoutesOptions {
  numbers: Numbers;
  properties: Pick<Properties, 'list'>;
  allow: Allow;
  now?: () => Date;
}

/** `GET /numbers`: what the house did in a period, for its properties or one of them. */
export function numbersRoutes(options: NumbersRoutesOptions): Router {
  const router = Router();
  const count = createCount(options);
  router.get('/', async (request, response) => {
    response.json(await count(request));
  });
  return router;
}

/** `GET /numbers.csv`: the same as a file. */
export function numbersFileRoutes(options: NumbersRoutesOptions): Router {
  const router = Router();
  const count = createCount(options);
  router.get('/', async (request, response) => {
    const answer = await count(request);
    const { from, to } = answer.period;
    response
      .type('text/csv; charset=utf-8')
      .attachment(`numbers-${from}-to-${to}.csv`)
      .send(numbersCsv(answer));
  });
  return router;
}

function createCount({
  numbers,
  properties,
  allow,
  now = () => new Date(),
}: NumbersRoutesOptions): (request: Request) => Promise<NumbersAnswer> {
  return async (request) => {
    await allow(request, { action: 'numbers.read', propertyId: null });
    const { propertyId, ...period } = readAs(PeriodQuery, request.query);
    const staff = await allow(request, { action: 'numbers.read', propertyId });
    const all = await properties.list();
    const seen = all.filter((property) => seesProperty(staff, property.propertyId)).map(toPlace);
    const own = seen.filter((place) => propertyId === null || place.propertyId === propertyId);
    if (propertyId !== null && own.length === 0) throw new RecordNotFound(`no ${propertyId}`);
    const at = now();
    // What belongs to no property counts for whoever sees all of them, when they look at all of them.
    const isAll = propertyId === null && own.length === all.length;
    const places: CountedPlace[] = isAll ? [...own, NOWHERE] : own;
    const measured = await numbers.measure({ places, period, now: at });
    const zones = [...new Set(own.map(({ zone }) => zone))];
    return answerOf(measured, { propertyId, period, properties: own, zones, now: at });
  };
}

const NOWHERE: CountedPlace = { propertyId: null, zone: 'UTC' };

function toPlace({ propertyId, name, calendar }: PropertySettings) {
  return { propertyId, name, zone: calendar.zone };
}
