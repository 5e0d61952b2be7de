import { raw, Router, type Request } from 'express';
import { z } from 'zod';
import { IMPORT_KINDS } from '../../domain/import.ts';
import { IMPORT_COLUMNS } from '../../domain/import-columns.ts';
import type { Allow } from '../allow.ts';
import type { ImportKindAnswer } from '../answers/import.ts';
import { importFile, type ImportHouse } from '../import-file.ts';
import { readAs } from '../read-as.ts';
import { seesProperty } from '../rights.ts';
import { isCommand } from '../secret.ts';

const FILE_MAX = '5mb';
const Params = z.object({ kind: z.enum(IMPORT_KINDS) });
/** How a file is read. */
export const Query = z.object({
  dry_run: z.enum(['0', '1']).default('0'),
  dates: z.enum(['iso', 'mdy', 'dmy']).default('iso'),
});

interface ImportRoutesOptions extends ImportHouse {
  allow: Allow;
  commandKey: string;
}

/** `/imports`: what files look like, and one file in. Admins, and operators' commands. */
export function importRoutes({ allow, commandKey, ...house }: ImportRoutesOptions): Router {
  const router = Router();
  const authorise = async (request: Request) => {
    if (isCommand(request, commandKey)) return { by: 'command-line', sees: () => true };
    const staff = await allow(request, { action: 'import.run', propertyId: null });
    const sees = (propertyId: string): boolean => seesProperty(staff, propertyId);
    return { by: staff.staffId, sees };
  };

  router.get('/', async (request, response) => {
    await authorise(request);
    const answer: ImportKindAnswer[] = IMPORT_KINDS.map((kind) => ({
      kind,
      columns: IMPORT_COLUMNS[kind].map(({ name, ifEmpty }) => ({
        name,
        isNeeded: ifEmpty === undefined,
      })),
    }));
    response.json(answer);
  });

  router.post(
    '/:kind',
    async (request, _response, next) => {
      await authorise(request); // before the body is taken
      next();
    },
    raw({ type: () => true, limit: FILE_MAX }),
    async (request, response) => {
      const { kind } = readAs(Params, request.params);
      const { dry_run: dryRun, dates } = readAs(Query, request.query);
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const who = await authorise(request);
      const isRehearsal = dryRun === '1';
      response.json(await importFile(house, { kind, file, dates, isRehearsal, ...who }));
    },
  );

  return router;
}
