// The staff page.
import '@mantine/core/styles.css';
import './style.css';
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/problem.js';
import { LanguageProvider } from './catalogue/language.context.js';
import { router } from './router.js';
import { SessionGate } from './session/session.context.js';
import { styleNonce } from './style-nonce.js';
import { cssVariables, theme } from './theme.js';
import { DeskProvider } from './work/desk.context.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again; only a lost connection is worth another try.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem),
      staleTime: 10_000,
      networkMode: 'always',
    },
    // Without a connection an act fails at once. Kept back, a decision would go out later, with nobody there to see it.
    mutations: { retry: false, networkMode: 'always' },
  },
});

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <DirectionProvider detectDirection={false}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        getStyleNonce={() => styleNonce}
        cssVariablesResolver={cssVariables}
      >
        <LanguageProvider>
          <QueryClientProvider client={queries}>
            <DeskProvider>
              <SessionGate>
                <RouterProvider router={router} />
              </SessionGate>
            </DeskProvider>
          </QueryClientProvider>
        </LanguageProvider>
      </MantineProvider>
    </DirectionProvider>
  </StrictMode>,
);
