import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import { useMay } from '../session/session.context.js';

/** One's own exposure today, as the server measured it. */
export function useExposure() {
  const isMeasured = useMay('exposure.read-own');
  return useQuery({
    queryKey: ['exposure'],
    queryFn: () => dataOf(api.GET('/api/v1/exposure')),
    enabled: isMeasured,
    refetchInterval: 60_000,
  });
}
