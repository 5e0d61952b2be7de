import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { Refused } from './client.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { LiveUpdates } from './live.tsx';
import { NoRightPage, NotFoundPage } from './no-page.tsx';
import { pages, type DeskPage } from './pages.ts';
import { PropertyChoice } from './properties.tsx';
import { SessionGate, useSession } from './session.tsx';
import { quietColours, theme } from './theme.ts';

const TRIES_MAX = 2;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What was refused is refused again; what did not answer may.
      retry: (failed, error) =>
        failed < TRIES_MAX &&
        !(error instanceof Refused && error.status >= 400 && error.status < 500),
    },
  },
});

/** The desk. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={quietColours} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <SessionGate>
            <LiveUpdates>
              <PropertyChoice>
                <BrowserRouter basename="/desk">
                  <Desk />
                </BrowserRouter>
              </PropertyChoice>
            </LiveUpdates>
          </SessionGate>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Desk() {
  const { may } = useSession();
  const first = pages.find(({ action }) => may(action));
  return (
    <Routes>
      <Route element={<Frame />}>
        <Route
          index
          element={first ? <Navigate to={`/${first.place}`} replace /> : <NoRightPage />}
        />
        {pages.flatMap((page) =>
          page.routes.map(({ path }) => (
            <Route
              key={`${page.place}/${path}`}
              path={`${page.place}/${path}`}
              element={<Guarded page={page} path={path} />}
            />
          )),
        )}
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

function Guarded({ page, path }: { page: DeskPage; path: string }) {
  const { may } = useSession();
  const Component = page.routes.find((route) => route.path === path)?.Component;
  if (!may(page.action) || !Component) return <NoRightPage />;
  return (
    <ErrorBoundary key={page.place}>
      <Component />
    </ErrorBoundary>
  );
}
