// Project Arachnid Shield's look-up of PDQ hashes: hashes go out, for each comes a word. Of the answer only that word is
// used; what it tells of the material that it compared with is neither kept nor looked at.
import type { SourceClient } from './source.client.js';
import { malformed } from './source.protocol.js';

const NOT_KNOWN = new Set(['no-known-match', 'test']);
const CLASSIFICATION = /^[a-z][a-z-]{0,39}$/;

/**
 * Asks about hashes.
 * @param hashes PDQ in lower-case hex
 * @returns the classification of those that are known, by hash
 * @throws SourceFailedError, where an answer is missing too
 */
export async function askShield(
  client: SourceClient,
  hashes: readonly string[],
): Promise<Map<string, string>> {
  const inBase64 = (hash: string) => Buffer.from(hash, 'hex').toString('base64');
  const body = await client.send({
    path: '/v1/pdq/',
    method: 'POST',
    accept: 'json',
    body: {
      bytes: Buffer.from(JSON.stringify({ hashes: hashes.map(inBase64) })),
      contentType: 'application/json; charset=utf-8',
    },
  });
  const scanned = answersOf(body);
  const known = new Map<string, string>();
  for (const hash of hashes) {
    const key = inBase64(hash);
    const answer: unknown = Object.hasOwn(scanned, key) ? scanned[key] : undefined;
    if (typeof answer !== 'object' || answer === null) throw malformed('answer');
    const { classification } = answer as Record<string, unknown>;
    if (typeof classification !== 'string' || !CLASSIFICATION.test(classification)) throw malformed('answer');
    if (!NOT_KNOWN.has(classification)) known.set(hash, classification);
  }
  return known;
}

function answersOf(body: Buffer): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw malformed('json');
  }
  if (typeof parsed !== 'object' || parsed === null) throw malformed('json');
  const { scanned_hashes: scanned } = parsed as Record<string, unknown>;
  if (typeof scanned !== 'object' || scanned === null || Array.isArray(scanned)) throw malformed('answer');
  return scanned as Record<string, unknown>;
}
