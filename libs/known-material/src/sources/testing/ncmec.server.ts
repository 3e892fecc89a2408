// NCMEC's Hash Sharing v2 as a server of ours on loopback.
import type { IncomingMessage } from 'node:http';
import { type Fault, serve, type SourceServer } from './source.server.js';

export interface ToldEntry {
  readonly member: string;
  readonly id: string;
  readonly at: string;
  readonly kind?: 'image' | 'video' | 'deletedImage' | 'deletedVideo';
  readonly md5?: string;
  readonly pdq?: string;
  readonly classification?: string;
}

export interface NcmecServer extends SourceServer {
  entries: ToldEntry[];
  pageSize: number;
  /** `member/entry/type` and body of each vote. */
  readonly votes: { readonly path: string; readonly body: string }[];
}

export const NCMEC_CREDENTIALS = { username: 'hotline', password: 'pass: word' };
const BASE = '/hashsharing';

const isAllowed = (request: IncomingMessage): boolean =>
  request.headers.authorization ===
  `Basic ${Buffer.from(`${NCMEC_CREDENTIALS.username}:${NCMEC_CREDENTIALS.password}`).toString('base64')}`;

const second = (text: string): number => Math.floor(Date.parse(text) / 1000);

/** In an order that has nothing to do with time, and is the same each time. */
function shuffled<T extends { readonly id: string }>(entries: readonly T[]): T[] {
  const weight = (id: string) => Buffer.from(id).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7);
  return entries.toSorted((a, b) => weight(a.id) - weight(b.id) || (a.id < b.id ? -1 : 1));
}

function entryXml(entry: ToldEntry): string {
  const { kind = 'image', member, id, at, md5, pdq, classification } = entry;
  const fingerprints = `${md5 ? `<md5>${md5}</md5>` : ''}${pdq ? `<pdq>${pdq}</pdq>` : ''}`;
  return (
    `<${kind}><member id="${member}">A member</member><timestamp>${at}</timestamp><id>${id}</id>` +
    (classification ? `<classification>${classification}</classification>` : '') +
    (fingerprints && !kind.startsWith('deleted') ? `<fingerprints>${fingerprints}</fingerprints>` : '') +
    `</${kind}>`
  );
}

export const ncmecPage = (entries: readonly ToldEntry[], next = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">` +
  `<images count="${entries.length}" maxTimestamp="2026-01-01T00:00:00Z">${entries.map(entryXml).join('')}</images>` +
  (next ? `<paging><next>${next.replaceAll('&', '&amp;')}</next></paging>` : '') +
  `</queryResult>`;

/** Hash Sharing v2: spans of time, pages in no order of time, votes. */
export async function startNcmec(): Promise<NcmecServer> {
  const asked: string[] = [];
  const votes: { path: string; body: string }[] = [];
  const state = { entries: [] as ToldEntry[], pageSize: 1000, fault: (() => false) as Fault };
  const server = await serve(
    asked,
    () => state.fault,
    (url, request, response) => {
      if (!isAllowed(request)) {
        response.writeHead(401).end();
        return;
      }
      const xml = { 'Content-Type': 'application/xml;charset=UTF-8' };
      const path = url.pathname.slice(BASE.length);
      if (/^\/v2\/feedback\/\w+\/reasons$/.test(path)) {
        response
          .writeHead(200, xml)
          .end(
            `<availableFeedbackReasons><reason guid="01234567-abcd-4abc-8def-0123456789ab" name="Not that" type="MD5"/></availableFeedbackReasons>`,
          );
        return;
      }
      if (request.method === 'PUT') {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          votes.push({ path, body: Buffer.concat(parts).toString() });
          response.writeHead(200, xml).end('<ok/>');
        });
        return;
      }
      const query = url.searchParams;
      const [from, to] = [query.get('from')!, query.get('to')!];
      const found = shuffled(
        state.entries.filter(({ at }) => second(at) >= second(from) && second(at) <= second(to)),
      );
      const start = Number(query.get('start') ?? '1') - 1;
      const end = start + state.pageSize;
      const following = new URLSearchParams({
        from,
        to,
        start: String(end + 1),
        size: String(state.pageSize),
        max: String(found.length),
      });
      const next = end < found.length ? `/v2/entries?${following.toString()}` : '';
      response.writeHead(200, xml).end(ncmecPage(found.slice(start, end), next));
    },
  );
  return Object.assign(state, server, { asked, votes });
}
