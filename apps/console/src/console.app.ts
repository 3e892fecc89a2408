// The staff program as an HTTP server: the API, its document, and the page.
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PART_BYTES } from '#libs/known-material';
import { addHealthRoutes, problem } from '#libs/platform';
import { ConsoleModule } from './console.module.js';
import type { ConsoleOptions } from './console.options.js';
import { servePage } from './http/page.js';
import { securityHeaders } from './http/security-headers.js';
import { SessionCookie } from './http/session-cookie.js';

export const API_PREFIX = 'api/v1';
const READ_LIMIT_BYTES = 8 * 1024 * 1024;

/** A server that is ready to listen. */
export async function createConsoleApp(options: ConsoleOptions): Promise<NestFastifyApplication> {
  const headers = securityHeaders(options.origin.startsWith('https:'));
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: READ_LIMIT_BYTES,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 200 },
    // What the router refuses comes past no hook.
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void reply
        .headers(headers)
        .code(400)
        .send(problem(400, 'bad-request', 'The address cannot be read.'));
    },
  });
  const server = adapter.getInstance();
  // JSON alone: a form of another site could send the other types without asking first.
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: READ_LIMIT_BYTES },
    (request: FastifyRequest, body: string, done: (error: Error | null, body?: unknown) => void) => {
      if (body === '') done(null, undefined);
      else void parseJson(request, body, done);
    },
  );
  // Bytes on the routes of uploads alone: every other one is given JSON, or nothing.
  server.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: PART_BYTES },
    (request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void) => {
      if (request.url.startsWith(`/${API_PREFIX}/list-imports/`)) done(null, body);
      else done(new UnsupportedMediaTypeException());
    },
  );
  server.addHook('onRequest', (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.headers(headers);
    done();
  });
  addHealthRoutes(server, () => options.database.isReady());
  const app = await NestFactory.create<NestFastifyApplication>(ConsoleModule.with(options), adapter, {
    logger: options.logger,
    bodyParser: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(API_PREFIX);
  const document = describeApi(app, options.origin);
  server.get('/api/openapi.json', (_request: FastifyRequest, reply: FastifyReply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  servePage(server, options.pageFolder);
  await app.init();
  return app;
}

/** The OpenAPI document, with whole paths. */
export function describeApi(app: NestFastifyApplication, origin: string): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Manara console')
    .setDescription(
      'Everything that the page of the staff does. Calls that change something need X-Manara: 1.',
    )
    .setVersion('1')
    .addCookieAuth(new SessionCookie(origin).name, { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  delete document.servers;
  return document;
}
