import type { Request } from 'express';
import type { Action, Staff } from './rights.ts';

/** Lets signed-in staff with the right through; the one question every staff route asks. @throws NotSignedIn, NotAllowed */
export type Allow = (
  request: Request,
  by: { action: Action; propertyId: string | null },
) => Promise<Staff>;
