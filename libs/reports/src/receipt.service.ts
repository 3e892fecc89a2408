// What a reporter can do with a receipt: see where the report stands, read messages, answer, have contact details deleted.
import { closeBox, openBox, type KeyRing } from '#libs/platform';
import type {
  AnswerOutcome,
  LivePortal,
  OpenedReport,
  PortalApi,
  ReportOutcome,
  ReportStatus,
} from './portal-api.client.js';
import { hashesOfReceipt, makeReceipt, replyKeyPair, type Receipt } from './receipt.js';

export interface ReceiptMessage {
  readonly direction: 'to-reporter' | 'from-reporter';
  /** Absent for what the reporter wrote: only the analysts can open it. */
  readonly text?: string;
  readonly writtenAt: Date;
}

export interface ReceiptView {
  readonly status: ReportStatus;
  readonly outcome?: ReportOutcome;
  readonly hasContact: boolean;
  /** Whether the reporter is written to when there is something new. */
  readonly getsLetters: boolean;
  readonly messages: readonly ReceiptMessage[];
}

export class ReceiptService {
  constructor(
    private readonly portalApi: PortalApi,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Opens a report. What is no receipt at all costs the same work as one that is unknown.
   * @returns undefined when nothing at this portal has that receipt
   * @throws DatabaseAwayError
   */
  async open(portal: LivePortal, receipt: Receipt | undefined): Promise<ReceiptView | undefined> {
    const found = await this.find(portal, receipt ?? makeReceipt());
    if (found === undefined || receipt === undefined) return undefined;
    const pair = replyKeyPair(receipt);
    return {
      status: found.report.status,
      ...(found.report.outcome === null ? {} : { outcome: found.report.outcome }),
      hasContact: found.report.hasContact,
      getsLetters: found.report.getsLetters,
      messages: found.report.messages.map(({ direction, sealed, writtenAt }) => ({
        direction,
        ...(sealed === null ? {} : { text: openBox(pair, Buffer.from(sealed, 'base64')).toString() }),
        writtenAt: new Date(writtenAt),
      })),
    };
  }

  /**
   * Adds what the reporter writes, sealed to the organisation.
   * @param messageId the same for the same sending, so that sending twice adds one message
   * @throws DatabaseAwayError
   */
  async answer(
    portal: LivePortal,
    receipt: Receipt,
    text: string,
    messageId: string,
  ): Promise<AnswerOutcome> {
    const found = await this.find(portal, receipt);
    if (found === undefined) return 'unknown';
    return this.portalApi.answer(receipt.lookup, found.hash, {
      id: messageId,
      keyId: portal.keyId,
      sealedText: closeBox(portal.publicKey, text),
    });
  }

  /** Deletes the reporter's contact details. @returns false when there is no such receipt. @throws DatabaseAwayError */
  async forgetContact(portal: LivePortal, receipt: Receipt): Promise<boolean> {
    const found = await this.find(portal, receipt);
    return found !== undefined && this.portalApi.forgetContact(receipt.lookup, found.hash);
  }

  private async find(
    portal: LivePortal,
    receipt: Receipt,
  ): Promise<{ report: OpenedReport; hash: Buffer } | undefined> {
    let found: { report: OpenedReport; hash: Buffer } | undefined;
    for (const hash of hashesOfReceipt(this.keys, receipt)) {
      const report = await this.portalApi.openReceipt(receipt.lookup, hash);
      if (report !== null && report.portalId === portal.id) found = { report, hash };
    }
    return found;
  }
}
