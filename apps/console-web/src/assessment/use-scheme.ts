import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';

/** The questions and values of the classification scheme; they do not change while the page is open. */
export function useScheme() {
  return useQuery({
    queryKey: ['scheme'],
    queryFn: () => dataOf(api.GET('/api/v1/scheme')),
    staleTime: Infinity,
  });
}
