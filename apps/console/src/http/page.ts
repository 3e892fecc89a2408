// Serves the built page. Each answer has a nonce of its own for the style sheet that the page's components write.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from './security-headers.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** Stands in the page where the nonce belongs. */
export const NONCE_PLACE = '__STYLE_NONCE__';
const NOT_BUILT = 'The page of the console is not built. Run `npm run build`, then start again.\n';

/** Where the build puts the page, seen from the built and from the source file. */
export function builtPageFolder(): string | undefined {
  return ['../../../../dist/apps/console-web', '../../../console-web']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((folder) => ['index.html', 'assets'].every((name) => existsSync(join(folder, name))));
}

/** Adds the page and its files to the server; other addresses that are none of the API's lead to the page. */
export function servePage(server: FastifyInstance, folder: string | undefined): void {
  const files = new Map<string, { bytes: Buffer; type: string }>();
  if (folder !== undefined) {
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const type = TYPES[extname(path)];
      const address = posix.join('/', path.split(sep).join('/'));
      if (type !== undefined && address !== '/index.html') {
        files.set(address, { bytes: readFileSync(join(folder, path)), type });
      }
    }
  }
  const page = folder === undefined ? undefined : readFileSync(join(folder, 'index.html'), 'utf8');

  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    const address = request.url.split('?', 1)[0]!;
    const file = files.get(address);
    if (file !== undefined) {
      // Names of built files hold a digest of what is in them.
      const isLasting = address.startsWith('/assets/');
      void reply.header('cache-control', isLasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      return reply.type(file.type).send(file.bytes);
    }
    if (page === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
    if (extname(address) !== '') return reply.code(404).type('text/plain; charset=utf-8').send('not found');
    const nonce = randomBytes(16).toString('base64');
    void reply.header('content-security-policy', contentSecurityPolicy(nonce));
    return reply.type('text/html; charset=utf-8').send(page.replaceAll(NONCE_PLACE, nonce));
  };
  server.get('/', answer);
  // The router prefers whatever is declared exactly.
  server.get('/*', (request: FastifyRequest, reply: FastifyReply) =>
    request.url.startsWith('/api/')
      ? reply
          .code(404)
          .send({ statusCode: 404, error: 'not-found', message: 'There is nothing at this address.' })
      : answer(request, reply),
  );
}
