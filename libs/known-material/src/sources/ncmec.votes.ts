// Votes of NCMEC's Hash Sharing v2: what an analyst says against an entry goes back to who shared it, with one of the
// reasons that NCMEC offers for the kind of hash.
import { XmlEvents } from '../readers/xml.events.js';
import type { MatchAlgorithm } from '../match.entity.js';
import type { SourceClient } from './source.client.js';
import { malformed } from './source.protocol.js';

/** What NCMEC calls the hash that matched; it has no votes on others. */
export const VOTE_TYPES = { md5: 'MD5', sha1: 'SHA1', pdq: 'PDQ' } as const satisfies Partial<
  Record<MatchAlgorithm, string>
>;
export type VoteType = (typeof VOTE_TYPES)[keyof typeof VOTE_TYPES];

const NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';
/** NCMEC's identifiers of reasons. */
export const REASON_ID = /^[0-9A-Fa-f-]{8,64}$/;
const MOST_REASONS = 200;
/** As entries are called here: who shared it, and its name there. */
const KEY = /^(\d{1,12})-(.+)$/su;

export interface VoteReason {
  readonly type: VoteType;
  readonly id: string;
  readonly name: string;
}

/** The reasons that NCMEC offers. @throws SourceFailedError, ListUnreadableError */
export async function readVoteReasons(client: SourceClient): Promise<VoteReason[]> {
  const found: VoteReason[] = [];
  for (const type of Object.values(VOTE_TYPES)) {
    const body = await client.send({ path: `/v2/feedback/${type}/reasons`, accept: 'xml' });
    const events = new XmlEvents({
      open: (element, attributes) => {
        if (element !== 'reason') return;
        const id = attributes.get('guid') ?? '';
        const name = (attributes.get('name') ?? '').replace(/\p{C}/gu, '').slice(0, 200);
        if (!REASON_ID.test(id) || found.length >= MOST_REASONS) throw malformed('reasons');
        found.push({ type, id, name });
      },
      text: () => undefined,
      close: () => undefined,
    });
    events.write(body);
    events.end();
  }
  return found;
}

/**
 * Votes against an entry. Twice is once: a member has one vote.
 * @param key of the entry, as its source tells it; false where it names no member
 * @throws SourceFailedError
 */
export async function voteAgainst(
  client: SourceClient,
  key: string,
  type: VoteType,
  reasonId: string,
): Promise<boolean> {
  const [, member, entry] = KEY.exec(key) ?? [];
  if (member === undefined || entry === undefined || !REASON_ID.test(reasonId)) return false;
  const body =
    `<?xml version="1.0" encoding="UTF-8"?><feedbackSubmission xmlns="${NAMESPACE}">` +
    `<negative><reasonIds><guid>${reasonId}</guid></reasonIds></negative></feedbackSubmission>`;
  await client.send({
    method: 'PUT',
    path: `/v2/entries/${member}/${encodeURIComponent(entry)}/${type}/feedback`,
    accept: 'anything',
    body: { bytes: Buffer.from(body), contentType: 'application/xml' },
  });
  return true;
}
