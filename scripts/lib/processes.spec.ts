import { once } from 'node:events';
import { createServer } from 'node:net';
import { findFreePorts } from './processes.mjs';

describe('free ports', () => {
  it('are different, can be listened on, and are none that the system gives to a connection meanwhile', async () => {
    const ports = await findFreePorts(6);
    expect(new Set(ports).size).toBe(6);
    for (const port of ports) {
      // Linux gives out 32768 and up, the others 49152 and up.
      expect(port).toBeGreaterThan(1024);
      expect(port).toBeLessThan(32_768);
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
  });
});
