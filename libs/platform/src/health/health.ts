// The two questions that every program answers without telling anything else.

interface HealthServer {
  get(path: string, handler: (request: unknown, reply: HealthReply) => unknown): unknown;
}
interface HealthReply {
  code(status: number): { header(name: string, value: string): { send(body: string): unknown } };
}

/**
 * Adds `/healthz` (the process lives) and `/readyz` (what it uses itself is usable) to a Fastify server.
 * @param isReady must not throw
 */
export function addHealthRoutes(server: HealthServer, isReady: () => Promise<boolean>): void {
  const answer = (reply: HealthReply, good: boolean) =>
    reply
      .code(good ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(good ? 'ok' : 'not ready');
  server.get('/healthz', (_request, reply) => answer(reply, true));
  server.get('/readyz', async (_request, reply) => answer(reply, await isReady()));
}
