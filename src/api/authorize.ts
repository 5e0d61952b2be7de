import type { Allow } from './allow.ts';
import { NotAllowed, NotSignedIn } from './errors.ts';
import { mayDo } from './rights.ts';
import type { SignIn } from './sign-in.ts';

/** Asks who is there and whether they may; answers who it is. */
export function authorize({ whoIs }: Pick<SignIn, 'whoIs'>): Allow {
  return async (request, by) => {
    const staff = await whoIs(request);
    if (!staff) throw new NotSignedIn();
    if (!mayDo(staff, by)) throw new NotAllowed('You do not have the right to do this here.');
    return staff;
  };
}
