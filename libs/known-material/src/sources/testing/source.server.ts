// Servers of ours that speak the protocols of sources over TLS on loopback, and answer wrongly where a test wants it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { generate } from 'selfsigned';
import {
  listenHttps,
  type TestCertificate,
  type TestServer,
} from '../../../../platform/src/http/testing/servers.js';

/** Answers a request in place of the server; false lets the server answer. */
export type Fault = (request: IncomingMessage, response: ServerResponse, number: number) => boolean;

export interface SourceServer extends TestServer {
  readonly certificate: TestCertificate;
  /** What was asked, path and query. */
  readonly asked: string[];
  fault: Fault;
}

let certificate: Promise<TestCertificate> | undefined;

/** For 127.0.0.1, signed by itself. */
async function makeOwn(): Promise<TestCertificate> {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7 as const, ip: '127.0.0.1' }] },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** Serves over TLS, and notes what is asked. */
export async function serve(
  asked: string[],
  faultOf: () => Fault,
  answer: (url: URL, request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer & { certificate: TestCertificate }> {
  const own = await (certificate ??= makeOwn());
  const server = await listenHttps(own, (request, response) => {
    asked.push(request.url!);
    response.on('error', () => undefined);
    if (faultOf()(request, response, asked.length)) return;
    answer(new URL(request.url!, 'https://127.0.0.1'), request, response);
  });
  return { ...server, certificate: own };
}
