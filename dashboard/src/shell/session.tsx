import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useRef, type ReactNode } from 'react';
import type { Me } from '../../../src/api/answers/me.ts';
import type { Action } from '../../../src/api/rights.ts';
import { onSessionLost, read, Refused, write } from './client.ts';
import { SignInAgain, SignInPage } from './sign-in.tsx';
import { Failed, Loading } from './states.tsx';

const ME = ['me'];

interface Session {
  me: Me;
  /** Whether this person may do something somewhere. */
  may: (action: Action) => boolean;
  signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

/** Who is signed in; only below `SessionGate`. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('no session here');
  return session;
}

/** Shows what is inside to people who are signed in. A session that ends later is asked for again over the page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const known = useRef<Me | null>(null);
  const {
    data: me,
    error,
    refetch,
  } = useQuery({ queryKey: ME, queryFn: readMe, staleTime: Infinity });

  useEffect(() => onSessionLost(() => client.setQueryData(ME, null)), [client]);

  const signedIn = useCallback(async () => {
    const now = await readMe();
    // Somebody else must not see what the one before had open.
    if (known.current && now && known.current.staffId !== now.staffId) location.reload();
    client.setQueryData(ME, now);
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  }, [client]);
  const signOut = useCallback(async () => {
    await write('/api/auth/sign-out', { body: {} });
    known.current = null;
    client.clear();
    sessionStorage.clear();
    client.setQueryData(ME, null);
  }, [client]);

  if (me) known.current = me;
  const shown = me ?? known.current;
  if (!shown) {
    if (me === null) return <SignInPage onSignedIn={signedIn} />;
    return error ? (
      <Failed error={error} onRetry={() => void refetch()} />
    ) : (
      <Loading what="Night Porter" />
    );
  }
  const may = (action: Action): boolean => shown.actions.includes(action);
  return (
    <SessionContext value={{ me: shown, may, signOut }}>
      {children}
      {me === null && <SignInAgain name={shown.name} onSignedIn={signedIn} />}
    </SessionContext>
  );
}

async function readMe(): Promise<Me | null> {
  try {
    return await read<Me>('/api/auth/me');
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  }
}
