// Runs the press-and-hold machine against the server: asks, shows, ends.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { api, dataOf, fetchPicture, OWN_PAGE } from '../api/client.js';
import type { Lease } from '../api/types.js';
import { COVERED, LONGEST_REVEAL_MS, reveal, type RevealEffect, type RevealEvent } from './reveal.machine.js';

export type ViewLevel = 1 | 2 | 3 | 4;

export interface RevealRequest {
  readonly mediaId: string;
  readonly level: ViewLevel;
  readonly lease: Lease;
  readonly reason: string;
}

export interface Reveal {
  readonly phase: 'covered' | 'asking' | 'shown';
  /** Address of the picture while it is shown. */
  readonly source: string | undefined;
  readonly error: unknown;
  readonly press: (isRepeat?: boolean) => void;
  readonly release: () => void;
}

async function endView(viewId: string): Promise<void> {
  await api.PATCH('/api/v1/views/{id}', {
    params: { path: { id: viewId }, header: OWN_PAGE },
    // The page may be closing while a picture is shown.
    keepalive: true,
  });
}

/** @param request what to ask for at the next press; absent while nothing may be asked */
export function useReveal(request: RevealRequest | undefined): Reveal {
  const queries = useQueryClient();
  const [state, setState] = useState(COVERED);
  const [error, setError] = useState<unknown>();
  const live = useRef({
    state: COVERED,
    attempt: 0,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  });

  const send = (event: RevealEvent) => {
    const step = reveal(live.current.state, event, live.current.attempt + 1);
    live.current.state = step.state;
    setState(step.state);
    for (const effect of step.effects) run(effect);
  };

  const run = (effect: RevealEffect) => {
    if (effect.type === 'open') {
      live.current.attempt = effect.attempt;
      void open(effect.attempt);
    } else if (effect.type === 'start-timer') {
      const { attempt } = effect;
      live.current.timer = setTimeout(() => send({ type: 'time-over', attempt }), LONGEST_REVEAL_MS);
    } else if (effect.type === 'stop-timer') {
      clearTimeout(live.current.timer);
    } else {
      URL.revokeObjectURL(effect.picture.source);
      void end(effect.picture.viewId);
    }
  };

  const open = async (attempt: number) => {
    if (request === undefined) return;
    let viewId: string | undefined;
    try {
      const { mediaId, level, lease, reason } = request;
      const view = await dataOf(
        api.POST('/api/v1/media/{id}/views', {
          params: { path: { id: mediaId }, header: OWN_PAGE },
          body: {
            level,
            lease: { token: lease.token, version: lease.version },
            ...(reason === '' ? {} : { reason }),
          },
        }),
      );
      viewId = view.id;
      const source = await fetchPicture(view.url);
      send({ type: 'opened', attempt, picture: { viewId, source } });
    } catch (failure) {
      setError(failure);
      send({ type: 'refused', attempt });
      if (viewId !== undefined) await end(viewId);
    }
  };

  const end = async (viewId: string) => {
    try {
      await endView(viewId);
      await queries.invalidateQueries({ queryKey: ['exposure'] });
    } catch (failure) {
      // The server ends a view by itself after a while; the person should know that it measures until then.
      setError(failure);
    }
  };

  const press = (isRepeat = false) => {
    if (request === undefined) return;
    if (!isRepeat) setError(undefined);
    send({ type: 'press', isRepeat });
  };
  const release = () => send({ type: 'release' });

  const onAway = useEffectEvent(release);
  useEffect(() => {
    const whenHidden = () => {
      if (document.visibilityState === 'hidden') onAway();
    };
    window.addEventListener('blur', onAway);
    window.addEventListener('pagehide', onAway);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      window.removeEventListener('blur', onAway);
      window.removeEventListener('pagehide', onAway);
      document.removeEventListener('visibilitychange', whenHidden);
    };
  }, []);
  const onLeave = useRef(release);
  onLeave.current = release;
  useEffect(() => () => onLeave.current(), []);

  return {
    phase: state.name === 'abandoned' ? 'covered' : state.name,
    source: state.name === 'shown' ? state.picture.source : undefined,
    error,
    press,
    release,
  };
}
