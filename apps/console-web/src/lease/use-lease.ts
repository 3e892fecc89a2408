// Keeps the lease of the open case while the page is seen and used, and says how it stands.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { Lease } from '../api/types.js';
import { useNow } from '../parts/use-now.js';
import { useDesk } from '../work/desk.context.js';
import { isHeartbeatDue, leasePhase, type LeasePhase } from './lease-clock.js';

const INPUTS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

export interface HeldLease {
  readonly lease: Lease;
  readonly phase: LeasePhase;
  readonly leftMs: number;
  /** Renews it now, because the person said so. */
  readonly keep: () => void;
}

/** The lease of a case that this page holds; undefined when it holds none. */
export function useLease(caseId: string): HeldLease | undefined {
  const desk = useDesk();
  const queries = useQueryClient();
  const lease = desk.leases[caseId];
  const now = useNow(1000, lease !== undefined);
  const presence = useRef({ lastBeatAt: Date.now(), lastInputAt: Date.now(), isBeating: false });

  const beat = async () => {
    const held = desk.leases[caseId];
    if (held === undefined || Date.parse(held.expiresAt) <= Date.now() || presence.current.isBeating) return;
    presence.current.isBeating = true;
    presence.current.lastBeatAt = Date.now();
    try {
      const { data } = await api.POST('/api/v1/cases/{id}/heartbeat', {
        params: { path: { id: caseId }, header: OWN_PAGE },
        body: { token: held.token, version: held.version },
      });
      if (data !== undefined) desk.keepLease(caseId, data);
    } catch (error) {
      // Anything else, like a lost connection, is tried again with the next beat.
      if (error instanceof ApiProblem && (error.code === 'lease-lost' || error.status === 404)) {
        desk.loseLease(caseId);
        await queries.invalidateQueries({ queryKey: ['case', caseId] });
      }
    } finally {
      presence.current.isBeating = false;
    }
  };

  const onTick = useEffectEvent(() => {
    const isVisible = document.visibilityState === 'visible';
    if (isHeartbeatDue({ ...presence.current, isVisible }, Date.now())) void beat();
  });
  const isHeld = lease !== undefined;
  useEffect(() => {
    if (!isHeld) return undefined;
    presence.current = { lastBeatAt: Date.now(), lastInputAt: Date.now(), isBeating: false };
    const onInput = () => (presence.current.lastInputAt = Date.now());
    for (const name of INPUTS) window.addEventListener(name, onInput, { passive: true });
    const timer = setInterval(onTick, 5000);
    return () => {
      for (const name of INPUTS) window.removeEventListener(name, onInput);
      clearInterval(timer);
    };
  }, [isHeld]);

  if (lease === undefined) return undefined;
  const expiresAt = Date.parse(lease.expiresAt);
  return {
    lease,
    phase: leasePhase(expiresAt, now),
    leftMs: expiresAt - now,
    keep: () => void beat(),
  };
}
