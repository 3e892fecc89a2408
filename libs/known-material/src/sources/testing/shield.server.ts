// Project Arachnid Shield's look-up of hashes as a server of ours on loopback.
import { type Fault, serve, type SourceServer } from './source.server.js';

export interface ShieldServer extends SourceServer {
  /** Hash in hex → what it is said to be. */
  readonly known: Map<string, string>;
  /** Whole bodies that came. */
  readonly bodies: string[];
}

export const SHIELD_CREDENTIALS = { username: 'hotline', password: 'password' };

export async function startShield(): Promise<ShieldServer> {
  const asked: string[] = [];
  const bodies: string[] = [];
  const known = new Map<string, string>();
  const state = { fault: (() => false) as Fault };
  const server = await serve(
    asked,
    () => state.fault,
    (url, request, response) => {
      const expected = Buffer.from(`${SHIELD_CREDENTIALS.username}:${SHIELD_CREDENTIALS.password}`).toString(
        'base64',
      );
      if (request.headers.authorization !== `Basic ${expected}` || url.pathname !== '/v1/pdq/') {
        response.writeHead(401).end();
        return;
      }
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        bodies.push(body);
        const { hashes } = JSON.parse(body) as { hashes: string[] };
        const scanned = hashes.map((hash) => {
          const classification = known.get(Buffer.from(hash, 'base64').toString('hex')) ?? 'no-known-match';
          const isMatch = classification !== 'no-known-match';
          return [hash, { classification, match_type: isMatch ? 'near' : null, near_match_details: [] }];
        });
        response
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(JSON.stringify({ scanned_hashes: Object.fromEntries(scanned) }));
      });
    },
  );
  return Object.assign(state, server, { asked, known, bodies });
}
