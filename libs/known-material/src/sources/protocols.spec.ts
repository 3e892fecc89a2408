import fc from 'fast-check';
import { ListUnreadableError } from '../known-material.errors.js';
import { NCMEC_PROTOCOL } from './ncmec.protocol.js';
import type { SourceClient } from './source.client.js';
import { type Cursor, SourceFailedError, type SourceProtocol } from './source.protocol.js';
import { STOPNCII_PROTOCOL } from './stopncii.protocol.js';
import { ncmecPage } from './testing/ncmec.server.js';

const NOW = new Date('2026-06-01T00:00:00Z');
const NEVER = { checkpoint: null, succeededAt: null };

/** A source whose answer is given. */
const answering = (body: string | Uint8Array) =>
  ({
    source: { origin: 'https://source.example', path: '/hashsharing', credentials: {} },
    send: async () => Buffer.from(body as string),
  }) as unknown as SourceClient;

const read = async (protocol: SourceProtocol, body: string | Uint8Array, cursor?: Cursor) =>
  protocol.read(answering(body), cursor ?? protocol.begin(NEVER, NOW).cursor, NOW);

/** Whether an answer is read as a page, or refused by a code of ours: anything else would be a fault. */
async function isReadOrRefused(protocol: SourceProtocol, body: string | Uint8Array): Promise<boolean> {
  const page = await read(protocol, body).catch((error: unknown) => {
    if (error instanceof SourceFailedError || error instanceof ListUnreadableError) return null;
    throw error;
  });
  if (page === null) return true;
  const areKnown = page.entries.every(({ revision }) => /^\S+$/.test(revision?.key ?? ''));
  return areKnown && (page.next === null) === (page.checkpoint !== undefined);
}

describe('the protocols of sources', () => {
  it('refuse any answer by a code of ours, or read it', async () => {
    const json = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            hasMoreRecords: fc.oneof(fc.boolean(), fc.anything()),
            nextPageToken: fc.oneof(fc.string(), fc.anything()),
            nextSetTimestamp: fc.oneof(fc.integer(), fc.double(), fc.string()),
            hashRecords: fc.array(
              fc.record(
                {
                  lastModtimestamp: fc.oneof(fc.integer(), fc.double(), fc.constant(null)),
                  signalType: fc.constantFrom('ImagePDQ', 'VideoMD5', 'Text', '__proto__'),
                  hashValue: fc.oneof(fc.string(), fc.constantFrom('0f'.repeat(32), 'A1'.repeat(16))),
                  hashStatus: fc.oneof(fc.constant('Active'), fc.anything()),
                },
                { requiredKeys: [] },
              ),
            ),
          },
          { requiredKeys: [] },
        )
        .map(
          (page) =>
            JSON.stringify(page, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)) ?? '',
        ),
      fc.constant('['.repeat(200_000)),
    );
    await fc.assert(
      fc.asyncProperty(json, async (body) =>
        expect(await isReadOrRefused(STOPNCII_PROTOCOL, body)).toBe(true),
      ),
      { numRuns: 300 },
    );
    const whole = ncmecPage(
      [{ member: '7', id: 'a', at: '2026-01-01T00:00:00Z', md5: 'a'.repeat(32) }],
      '/v2/entries?from=1970-01-01T00:00:00Z&to=2026-05-31T23:59:55Z&start=1001&size=1000&max=3000',
    );
    const xml = fc.oneof(
      fc.string(),
      fc.uint8Array(),
      fc
        .tuple(fc.nat(whole.length), fc.nat(20), fc.string())
        .map(([at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length)),
      fc.string().map((next) => ncmecPage([], next.replaceAll('<', ''))),
    );
    await fc.assert(
      fc.asyncProperty(xml, async (body) => expect(await isReadOrRefused(NCMEC_PROTOCOL, body)).toBe(true)),
      { numRuns: 300 },
    );
  });

  it('ask NCMEC for spans that leave no second out, cut or not', async () => {
    const since = '2026-05-01T00:00:00Z';
    let cursor: Cursor | null = NCMEC_PROTOCOL.begin({ checkpoint: since, succeededAt: NOW }, NOW).cursor;
    const spans: [string, string][] = [];
    let checkpoint: string | undefined;
    for (let asked = 0; cursor !== null; asked++) {
      const { from, until } = cursor as { from: string; until: string };
      const isTooMuch = Date.parse(until) - Date.parse(from) > 5 * 24 * 3_600_000 && asked % 2 === 0;
      const next = `/v2/entries?from=${from}&to=${until}&start=1001&max=500000`;
      const page = await read(NCMEC_PROTOCOL, ncmecPage([], isTooMuch ? next : ''), cursor);
      if (!isTooMuch) spans.push([from, until]);
      ({ next: cursor, checkpoint } = page);
    }
    expect(spans.length).toBeGreaterThan(1);
    expect(spans[0]![0]).toBe('2026-04-30T23:59:00Z');
    expect(spans.slice(1).map(([from]) => from)).toEqual(spans.slice(0, -1).map(([, until]) => until));
    expect(spans.at(-1)![1]).toBe('2026-05-31T23:59:55Z');
    expect(checkpoint).toBe('2026-05-31T23:59:55Z');
  });
});
