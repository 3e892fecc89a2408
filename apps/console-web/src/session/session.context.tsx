// Who is signed in. Everything below may take it for granted.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, type ReactNode } from 'react';
import { api, dataOf, whenSessionEnds } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { Me, Permission } from '../api/types.js';
import { useLanguages } from '../catalogue/language.context.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { useDesk } from '../work/desk.context.js';
import { SignInPage } from './sign-in.page.js';

const MeContext = createContext<Me | undefined>(undefined);
export const ME = ['me'] as const;

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const { showTimesIn } = useLanguages();
  const me = useQuery({
    queryKey: ME,
    queryFn: async () => {
      try {
        return await dataOf(api.GET('/api/v1/me'));
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
  useEffect(
    () =>
      whenSessionEnds(() => {
        // What was read under the session must not stay behind it.
        queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
        queries.setQueryData(ME, null);
      }),
    [queries],
  );
  const { clear } = useDesk();
  const lastPerson = useRef<string>(undefined);
  const person = me.data?.id;
  useEffect(() => {
    if (person === undefined) return;
    // Answers outlive a session that ended on its own, but never pass to another person.
    if (lastPerson.current !== undefined && lastPerson.current !== person) clear();
    lastPerson.current = person;
  }, [person, clear]);
  const timeZone = me.data?.organisation.timeZone;
  useEffect(() => showTimesIn(timeZone), [showTimesIn, timeZone]);

  if (me.isPending) return <Loading />;
  if (me.isError) return <ProblemNote error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <SignInPage onSignedIn={() => void queries.resetQueries()} />;
  return <MeContext value={me.data}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = use(MeContext);
  if (me === undefined) throw new Error('nobody is signed in here');
  return me;
}

export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
