import type { OpenHouse } from './open-house.ts';

const PASSWORD = 'lantern-light-1';

/** Somebody of the staff, signed in. */
export interface StaffMember {
  get(path: string): Promise<{ status: number; body: unknown }>;
  post(path: string, body?: object): Promise<{ status: number; body: unknown }>;
  put(path: string, body: object): Promise<{ status: number; body: unknown }>;
}

/** Signs a sample person in: `theo` and `mara` are agent and manager of Harbor Court. */
export async function signIn(house: Pick<OpenHouse, 'url'>, name: string): Promise<StaffMember> {
  const origin = house.url;
  const answer = await fetch(`${house.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: `${name}@staff.example`, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${name} could not sign in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  const call = async (path: string, init: RequestInit) => {
    const headers = { cookie, origin, 'content-type': 'application/json' };
    const response = await fetch(`${house.url}${path}`, { ...init, headers });
    const text = await response.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    return { status: response.status, body };
  };
  return {
    get: (path) => call(path, {}),
    post: (path, body = {}) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    put: (path, body) => call(path, { method: 'PUT', body: JSON.stringify(body) }),
  };
}
