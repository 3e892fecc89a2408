// A change that may first take a fresh sign-in and then goes on by itself.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { needsFreshSignIn, useFreshSignIn } from '../session/fresh-sign-in.js';

export interface Change<Body, Answer> {
  readonly run: (body: Body) => void;
  readonly isPending: boolean;
  /** Why it failed; a wish for a fresh sign-in is not a failure. */
  readonly error: Error | null;
  readonly answer: Answer | undefined;
  readonly reset: () => void;
  /** Where the sign-in is asked for; to be shown beside the form. */
  readonly dialog: ReactNode;
}

/** @param onDone after what is shown has been read again */
export function useChange<Body, Answer>(
  act: (body: Body) => Promise<Answer>,
  onDone: () => void = () => undefined,
): Change<Body, Answer> {
  const queries = useQueryClient();
  const fresh = useFreshSignIn();
  const change = useMutation({
    mutationFn: act,
    // Some answers hold a secret that is shown once.
    gcTime: 0,
    onSuccess: async () => {
      await queries.invalidateQueries();
      onDone();
    },
    onError: (error, body) => {
      if (needsFreshSignIn(error)) fresh.ask(() => change.mutate(body));
    },
  });
  return {
    run: (body) => {
      if (!change.isPending) change.mutate(body);
    },
    isPending: change.isPending,
    error: needsFreshSignIn(change.error) ? null : change.error,
    answer: change.data,
    reset: change.reset,
    dialog: fresh.dialog,
  };
}
