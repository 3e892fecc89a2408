// StopNCII's interface as a server of ours on loopback.
import { type Fault, serve, type SourceServer } from './source.server.js';

export interface NciiRecord {
  readonly lastModtimestamp: unknown;
  readonly signalType: unknown;
  readonly hashValue: unknown;
  readonly hashStatus: unknown;
}

export interface NciiServer extends SourceServer {
  records: NciiRecord[];
  pageSize: number;
}

export const NCII_CREDENTIALS = { functionsKey: 'functions key', subscriptionKey: 'subscription key' };

/** StopNCII's interface: records since a time, by token. */
export async function startNcii(): Promise<NciiServer> {
  const asked: string[] = [];
  const state = { records: [] as NciiRecord[], pageSize: 800, fault: (() => false) as Fault };
  const server = await serve(
    asked,
    () => state.fault,
    (url, request, response) => {
      const { headers } = request;
      const isKnown =
        headers['x-functions-key'] === NCII_CREDENTIALS.functionsKey &&
        headers['ocp-apim-subscription-key'] === NCII_CREDENTIALS.subscriptionKey;
      if (!isKnown || url.pathname !== '/v1/FetchHashes') {
        response.writeHead(isKnown ? 404 : 401).end();
        return;
      }
      const since = Number(url.searchParams.get('startTimestamp'));
      const found = state.records.filter(({ lastModtimestamp }) => Number(lastModtimestamp) >= since);
      const start = Number(url.searchParams.get('nextPageToken') ?? '0');
      const page = found.slice(start, start + state.pageSize);
      const hasMoreRecords = start + state.pageSize < found.length;
      const latest = Math.max(since, ...found.map(({ lastModtimestamp }) => Number(lastModtimestamp) || 0));
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(
        JSON.stringify({
          count: page.length,
          nextPageToken: hasMoreRecords ? String(start + state.pageSize) : '',
          nextSetTimestamp: latest,
          hasMoreRecords,
          hashRecords: page,
        }),
      );
    },
  );
  return Object.assign(state, server, { asked });
}
