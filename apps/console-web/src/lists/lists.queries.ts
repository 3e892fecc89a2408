// What the pages of lists ask for, and how often.
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import type { HashList, ListImport } from '../api/types.js';

const SOON_MS = 1000;
const NOW_AND_THEN_MS = 15_000;
/** Counting millions of entries takes the database a second. */
const SELDOM_MS = 60_000;

/** Whether an import is under way. */
export const isOpen = ({ endedAt }: ListImport): boolean => endedAt === null;
/** Whether some process of triage does not match yet by what the list is now. */
export const isSpreading = ({ reach }: HashList): boolean => reach.inStep < reach.processes;

export function useLists() {
  return useQuery({
    queryKey: ['lists'],
    queryFn: () => dataOf(api.GET('/api/v1/lists')),
    refetchInterval: ({ state }) => (state.data?.some(isSpreading) === true ? SOON_MS : SELDOM_MS),
  });
}

export function useListImports() {
  return useQuery({
    queryKey: ['list-imports'],
    queryFn: () => dataOf(api.GET('/api/v1/list-imports')),
    refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? SOON_MS : NOW_AND_THEN_MS),
  });
}
