// What every way onward can do. One folder a way; the rest of the code knows only this.
import type { Answers, SourceAnswers } from '#libs/taxonomy';

export interface ReferredHosting {
  readonly countryCode?: string;
  readonly ip?: string;
  readonly asn?: number;
  readonly organisationName?: string;
  readonly isContentDeliveryNetwork?: boolean;
}

/** What is known of the bytes of a picture that was assessed. */
export interface ReferredMedia {
  /** Whether a person looked at these bytes. */
  readonly looked: boolean;
  /** They did so for an earlier decision, which this one follows; not here. */
  readonly isFollowed?: boolean;
  /** The answers are those of a picture that looks like it: whether a person looked at that one, and how alike they are. */
  readonly takenOver?: { readonly looked: boolean; readonly distance?: number };
  readonly settledBy?: { readonly list: string; readonly digest: 'sha256' | 'sha1' | 'md5' };
  /** Hex. */
  readonly digests?: { readonly sha256: string; readonly sha1: string; readonly md5: string };
}

export interface ReferredItem extends ReferredMedia {
  readonly id: string;
  readonly address: string;
  readonly isSource: boolean;
  readonly isPage: boolean;
  readonly hosting: ReferredHosting;
  /** Undefined for a source that goes along though it was not confirmed itself. */
  readonly answers?: Answers;
  /** Confirmed pictures that stood at this address before the one that the item is of. */
  readonly earlierPictures: readonly ReferredMedia[];
  /** Confirmed pictures that stand in the page itself: they have no address but the page's. */
  readonly inlinePictures: readonly ReferredMedia[];
  /** All content items that go out under this address; those at it that were confirmed themselves, and those in the page. */
  readonly referredIds: readonly string[];
}

/** What a way is given to deliver. Nothing of the reporter. */
export interface ReferralContent {
  readonly reference: string;
  readonly caseNumber: string;
  /** When the first report of the case came in. */
  readonly receivedAt: Date;
  /** When the referral was made; nothing of it can have arrived before. */
  readonly madeAt: Date;
  /** Whether a person looked at the bytes of every item, here or for an earlier decision. */
  readonly looked: boolean;
  readonly source: SourceAnswers;
  readonly items: readonly ReferredItem[];
}

export interface RecipientAccess {
  readonly recipientId: string;
  /** Of the organisation that holds the account: whose hotline we are to the recipient. */
  readonly ownCountry: string;
  readonly host: string;
  readonly port: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** The opened secret. */
  readonly secret: Readonly<Record<string, string>>;
}

export interface DeliveredReferral {
  readonly remoteNumber: string;
  /** The recipient's number of each item, by address, where it gave one. */
  readonly items: ReadonlyMap<string, string>;
  /** It had arrived before, and its number was found again. */
  readonly recovered: boolean;
}

export interface ReadAcknowledgement {
  /** The recipient's number of the item. */
  readonly remoteItem: string | null;
  readonly address: string | null;
  readonly kind: 'reported-to-police' | 'reported-to-provider' | 'removed' | 'unavailable' | 'not-illegal';
  readonly at: Date;
  readonly byName?: string;
}

/** A failure of a way: whether to try again, and a reason that a person can act on. Holds no address. */
export class WayFailedError extends Error {
  constructor(
    readonly code: string,
    readonly reason: string,
    readonly retryable: boolean,
    readonly retryAfterMs?: number,
  ) {
    super(code);
    this.name = 'WayFailedError';
  }
}

export interface Way {
  /** Delivers, once however often it is tried. @throws WayFailedError */
  deliver(access: RecipientAccess, content: ReferralContent): Promise<DeliveredReferral>;
  /** Reads what the recipient has done since. @throws WayFailedError */
  acknowledgements(
    access: RecipientAccess,
    remoteNumber: string,
  ): Promise<{ acknowledgements: ReadAcknowledgement[]; finished: boolean }>;
}
