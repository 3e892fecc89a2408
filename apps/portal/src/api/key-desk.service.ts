// Lets trusted reporters in by their keys. A key is never needed for a report; one that is given and may not be used is
// told so, or its holder would never learn.
import { KeyQuotas, readApiKey, type Clock } from '#libs/platform';
import type { KeyOutcome, PortalApi, SubmissionMark } from '#libs/reports';
import { RequestRefusedError } from '../http/body.js';

const BEARER = /^bearer +(\S{1,200}) *$/i;
/** What is written like one of our keys; other schemes and words are none of our business. */
const OURS = /^manara_/;

const REFUSED: Readonly<
  Record<Exclude<KeyOutcome['outcome'], 'taken' | 'quota' | 'beyond'>, [401 | 403, string]>
> = {
  unknown: [401, 'The API key is not known here. Without one, single reports are taken all the same.'],
  revoked: [401, 'The API key was revoked. Ask the hotline for another.'],
  expired: [401, 'The API key has expired. Ask the hotline for another.'],
  scope: [403, 'The API key is not for reports.'],
  subject: [403, 'The API key is for another portal.'],
};

export class KeyDesk {
  private readonly quotas: KeyQuotas;

  constructor(
    private readonly portalApi: Pick<PortalApi, 'useKey'>,
    clock: Clock,
  ) {
    this.quotas = new KeyQuotas(clock);
  }

  /**
   * Checks and counts the key of a call, if one came with it.
   * @param weight for how many reports it is used
   * @param marks makes those of the reports, where the call can be repeated: a repeat costs nothing
   * @returns the key's id, or undefined when none of our keys was given
   * @throws RequestRefusedError, DatabaseAwayError
   */
  async admit(
    authorization: string | undefined,
    portalId: string,
    weight: number,
    marks?: () => readonly SubmissionMark[],
  ): Promise<string | undefined> {
    const [, text = ''] = BEARER.exec(authorization ?? '') ?? [];
    if (!OURS.test(text)) return undefined;
    const key = readApiKey(text);
    const used: KeyOutcome =
      key === undefined
        ? { outcome: 'unknown' }
        : await this.quotas.use(key, { weight, mayBeFree: marks !== undefined }, () =>
            this.portalApi.useKey(
              key,
              portalId,
              weight,
              (marks?.() ?? []).map(({ hash }) => hash),
            ),
          );
    if (used.outcome === 'taken') return used.keyId;
    if (used.outcome === 'quota') {
      throw new RequestRefusedError(
        429,
        'The quota of the API key is used up for now.',
        undefined,
        used.retryAfterSeconds,
      );
    }
    if (used.outcome === 'beyond') {
      throw new RequestRefusedError(
        400,
        `The quota of the API key lets ${used.most} reports through at once. Send fewer in one call.`,
        { items: `Must be at most ${used.most} reports, the quota of the API key.` },
      );
    }
    throw new RequestRefusedError(...REFUSED[used.outcome]);
  }
}
