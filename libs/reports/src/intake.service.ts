// Takes a report in: seals what only the organisation may read, and writes everything in one statement.
import { closeBox, ConflictError, isUniqueViolation, NotFoundError, type KeyRing } from '#libs/platform';
import type { ReportedAddress } from './address.js';
import { isOfReporter } from './concern.js';
import type { LivePortal, PortalApi } from './portal-api.client.js';
import { hashReceipt, makeReceipt, replyKeyPair, type Receipt } from './receipt.js';
import { reportedAddresses, type Submission } from './submission.js';
import type { SubmissionMark } from './submission-mark.js';
import { sealReporterText } from './reporter-text.js';

/** The mark was used for another report. */
export class MarkUsedError extends ConflictError {
  constructor() {
    super(
      'mark-used',
      'The same Idempotency-Key was used for another report; use a new one for a new report.',
    );
  }
}

/** The report was taken before, and its reporter has kept the code: it is shown no more. */
export class CodeKeptError extends ConflictError {
  constructor() {
    super('code-kept', 'This report has arrived, and its code was kept. It is not shown again.');
  }
}

/** How a report came, beside what it says. */
export interface Arrival {
  /** Under which addresses of the same form were put by; the report joins them. */
  readonly draftId?: string;
  /** It is ranked behind others; nothing else of a flood is kept. */
  readonly inFlood?: boolean;
  /** The trusted reporter's key. */
  readonly apiKeyId?: string;
}

export interface TakenReport {
  readonly receipt: Receipt;
  /** Whether the same report had been taken before and this is its receipt. */
  readonly isRepeat: boolean;
}

/**
 * Whether an entry may stand in clear: an address that was made out, or a broken one that is nothing but an address.
 * What else stood in the field is text, and is sealed with the rest.
 */
function isAddressAlone({ asTyped, normalised }: ReportedAddress): boolean {
  return normalised !== null || /^[a-z*_]{2,8}:\/\/[^\s@]+$/i.test(asTyped);
}

export class IntakeService {
  constructor(
    private readonly portalApi: PortalApi,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Takes a report through a portal.
   * @param locale the language in which the reporter was addressed
   * @throws MarkUsedError when the mark came with another content before
   * @throws CodeKeptError when the same report was taken before and its code kept
   * @throws NotFoundError when the portal is no longer live or its key was replaced: read the portals again
   * @throws DatabaseAwayError
   */
  async submit(
    portal: LivePortal,
    submission: Submission,
    mark: SubmissionMark,
    locale: string,
    { draftId, inFlood = false, apiKeyId }: Arrival = {},
  ): Promise<TakenReport> {
    const { urls, place, comment, kindAsGiven, contactEmail, deviceHashes, hashes = [] } = submission;
    const sealed = {
      portalId: portal.id,
      draftId: draftId ?? null,
      keyId: portal.keyId,
      markHash: mark.hash,
      bodyHash: mark.bodyHash(submission),
      locale,
      kind: submission.kind,
      isSelfReport: isOfReporter(submission.kind),
      childInDanger: submission.childInDanger,
      arrivedInFlood: inFlood,
      apiKeyId: apiKeyId ?? null,
      seenAt: submission.seenAt ?? null,
      sealedText: sealReporterText(portal.publicKey, {
        place,
        comment,
        kindAsGiven,
        addressText: urls,
        deviceHashes,
      }),
      sealedContact: contactEmail === undefined ? null : closeBox(portal.publicKey, contactEmail),
      addresses: reportedAddresses(urls).filter(isAddressAlone),
      hashes,
      deviceHashes: deviceHashes?.length ?? 0,
    };
    for (;;) {
      const receipt = makeReceipt();
      try {
        const answer = await this.portalApi.submit({
          ...sealed,
          lookup: receipt.lookup,
          secretHash: hashReceipt(this.keys, receipt),
          replyPublicKey: Buffer.from(replyKeyPair(receipt).publicKey),
          sealedReceipt: mark.sealReceipt(receipt),
        });
        switch (answer.outcome) {
          case 'stored':
            return { receipt, isRepeat: false };
          case 'repeat':
            if (answer.sealedReceipt === null) throw new CodeKeptError();
            return { receipt: mark.openReceipt(Buffer.from(answer.sealedReceipt, 'base64')), isRepeat: true };
          case 'conflict':
            throw new MarkUsedError();
          case 'unknown-portal':
          case 'too-many':
            throw new NotFoundError('portal');
        }
      } catch (error) {
        // Two receipts with one look-up part: once in years, and a new one settles it.
        if (!isUniqueViolation(error, 'receipts_lookup_key')) throw error;
      }
    }
  }

  /**
   * Puts addresses by, alone: after an hour they are a report without a receipt, unless the form is finished or dropped.
   * @returns whether they are put by; false when there is no address among the lines
   * @throws DatabaseAwayError
   */
  async keepDraft(
    portal: LivePortal,
    urls: readonly string[],
    draftId: string,
    locale: string,
    arrivedInFlood = false,
  ): Promise<boolean> {
    const addresses = reportedAddresses(urls).filter(isAddressAlone);
    if (addresses.length === 0) {
      await this.dropDraft(portal, draftId);
      return false;
    }
    return this.portalApi.keepDraft({
      portalId: portal.id,
      keyId: portal.keyId,
      draftId,
      locale,
      addresses,
      arrivedInFlood,
    });
  }

  /** After the reporter has kept a code: sending the same form again shows it no more. @throws DatabaseAwayError */
  async forgetCode(mark: SubmissionMark): Promise<void> {
    await this.portalApi.forgetCode(mark.hash);
  }

  /** Deletes what was put by. What has become a report stays. @throws DatabaseAwayError */
  async dropDraft(portal: LivePortal, draftId: string): Promise<void> {
    await this.portalApi.dropDraft(portal.id, draftId);
  }
}
