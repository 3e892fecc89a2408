// The public program as an HTTP server: no request log, no cookie, nothing of the visitor's connection is looked at but
// its network, by the watch for floods.
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addHealthRoutes, sealedBoxReady } from '#libs/platform';
import { READ_LIMIT_BYTES, type RequestBody } from './http/body.js';
import { ErrorFilter } from './http/error.filter.js';
import { securityHeaders } from './http/security-headers.js';
import { PageRenderer } from './page-renderer.service.js';
import { PortalModule, type PortalParts } from './portal.module.js';

export interface PortalAppOptions extends PortalParts {
  /** The portal's public address. */
  readonly origin: string;
  /** The same portal as an onion service, which browsers that can are told of. */
  readonly onionOrigin?: string;
  /** Whose word on where a call comes from is taken: addresses and blocks. */
  readonly trustedProxies?: readonly string[];
}

/** A server that is ready to listen. */
export async function createPortalApp(options: PortalAppOptions): Promise<NestFastifyApplication> {
  await sealedBoxReady;
  const headers = securityHeaders(options.origin);
  const adapter = new FastifyAdapter({
    logger: false,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    bodyLimit: READ_LIMIT_BYTES,
    requestTimeout: 120_000,
    keepAliveTimeout: 10_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // What the router refuses comes past no hook.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(headers);
      void new ErrorFilter(app.get(PageRenderer), options.logger).answer(error, request, reply);
    },
  });
  const server = adapter.getInstance();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: READ_LIMIT_BYTES },
    (request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body: RequestBody) => void) => {
      const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
      done(null, { type, bytes });
    },
  );
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.headers(headers);
    if (options.onionOrigin !== undefined && request.method === 'GET' && request.url.startsWith('/')) {
      reply.header('onion-location', options.onionOrigin + request.url);
    }
    done();
  });
  addHealthRoutes(server, () => options.database.isReady());
  const app = await NestFactory.create<NestFastifyApplication>(PortalModule.with(options), adapter, {
    logger: options.logger,
    bodyParser: false,
    abortOnError: false,
  });
  return app;
}
