// The partners' program as an HTTP server: it answers questions and takes no body.
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addHealthRoutes, problem } from '#libs/platform';
import { ExchangeModule, type ExchangeParts } from './exchange.module.js';
import { securityHeaders } from './http/security-headers.js';

/** No call takes a body; what comes all the same is read so far, so that the answer to it arrives. */
const READ_LIMIT_BYTES = 64 * 1024;

export interface ExchangeAppOptions extends ExchangeParts {
  /** The exchange's public address. */
  readonly origin: string;
}

/** A server that is ready to listen. */
export async function createExchangeApp(options: ExchangeAppOptions): Promise<NestFastifyApplication> {
  const headers = securityHeaders(options.origin.startsWith('https:'));
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: READ_LIMIT_BYTES,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    routerOptions: { maxParamLength: 100 },
    // What the router refuses comes past no hook.
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void reply
        .headers(headers)
        .code(400)
        .send(problem(400, 'bad-request', 'The address cannot be read.'));
    },
  });
  const server = adapter.getInstance();
  server.removeAllContentTypeParsers();
  server.addHook('onRequest', (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.headers(headers);
    done();
  });
  addHealthRoutes(server, () => options.database.isReady());
  const app = await NestFactory.create<NestFastifyApplication>(ExchangeModule.with(options), adapter, {
    logger: options.logger,
    bodyParser: false,
    abortOnError: false,
  });
  const document = describeApi(app);
  server.get('/api/openapi.json', (_request: FastifyRequest, reply: FastifyReply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  await app.init();
  return app;
}

/** The OpenAPI document, with whole paths. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Manara exchange')
    .setDescription('What partners and providers with a key read: a hotline’s own list, and live addresses.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key as the hotline gave it.' }, 'key')
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  delete document.servers;
  return document;
}
