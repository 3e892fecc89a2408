// What lies on the analyst's desk until the page is closed: leases, answers that are not sent yet, decisions that can
// still be taken back. Nothing of it is stored in the browser.
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { SourceAnswers } from '#libs/taxonomy';
import type { Lease } from '../api/types.js';
import type { ItemDraft } from '../assessment/assessment-form.js';

export interface CaseDraft {
  readonly drafts: Readonly<Record<string, ItemDraft>>;
  /** Subject → the picture that it looks like whose answers were taken over for it. */
  readonly takenFrom?: Readonly<Record<string, string>>;
  readonly source: SourceAnswers;
}

export const NO_DRAFT: CaseDraft = Object.freeze({ drafts: {}, source: {} });

export interface PendingDecision {
  readonly caseId: string;
  readonly number: string;
  /** Milliseconds since the epoch at which it goes out. */
  readonly routeAt: number;
}

interface DeskContent {
  readonly leases: Readonly<Record<string, Lease>>;
  readonly drafts: Readonly<Record<string, CaseDraft>>;
  readonly pending: readonly PendingDecision[];
}

const OVER = new Date(0).toISOString();
const EMPTY: DeskContent = { leases: {}, drafts: {}, pending: [] };

export interface Desk extends DeskContent {
  readonly keepLease: (caseId: string, lease: Lease) => void;
  readonly dropLease: (caseId: string) => void;
  /** The server says that it is over; the page says so until the case is taken again. */
  readonly loseLease: (caseId: string) => void;
  readonly changeDraft: (caseId: string, change: (draft: CaseDraft) => CaseDraft) => void;
  readonly dropDraft: (caseId: string) => void;
  readonly addPending: (decision: PendingDecision) => void;
  readonly dropPending: (caseId: string) => void;
  readonly clear: () => void;
}

const DeskContext = createContext<Desk | undefined>(undefined);

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _left, ...rest } = record;
  return rest;
}

export function DeskProvider({ children }: { readonly children: ReactNode }) {
  const [content, setContent] = useState(EMPTY);
  const acts = useMemo(
    () => ({
      keepLease: (caseId: string, lease: Lease) =>
        setContent((old) => ({ ...old, leases: { ...old.leases, [caseId]: lease } })),
      dropLease: (caseId: string) => setContent((old) => ({ ...old, leases: without(old.leases, caseId) })),
      loseLease: (caseId: string) =>
        setContent((old) => {
          const lease = old.leases[caseId];
          if (lease === undefined) return old;
          return { ...old, leases: { ...old.leases, [caseId]: { ...lease, expiresAt: OVER } } };
        }),
      changeDraft: (caseId: string, change: (draft: CaseDraft) => CaseDraft) =>
        setContent((old) => ({
          ...old,
          drafts: { ...old.drafts, [caseId]: change(old.drafts[caseId] ?? NO_DRAFT) },
        })),
      dropDraft: (caseId: string) => setContent((old) => ({ ...old, drafts: without(old.drafts, caseId) })),
      addPending: (decision: PendingDecision) =>
        setContent((old) => ({
          ...old,
          pending: [...old.pending.filter(({ caseId }) => caseId !== decision.caseId), decision],
        })),
      dropPending: (caseId: string) =>
        setContent((old) => ({ ...old, pending: old.pending.filter((one) => one.caseId !== caseId) })),
      clear: () => setContent(EMPTY),
    }),
    [],
  );
  const desk = useMemo<Desk>(() => ({ ...content, ...acts }), [content, acts]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (desk === undefined) throw new Error('there is no desk here');
  return desk;
}
