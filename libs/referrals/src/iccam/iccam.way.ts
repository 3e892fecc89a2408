// ICCAM as a way onward: from our referral to its calls, and from its errors to what the worker does next.
import { createHash } from 'node:crypto';
import { SealBrokenError, type OwnAddresses } from '#libs/platform';
import type { AcknowledgementKind } from '../referral.lifecycle.js';
import {
  WayFailedError,
  type DeliveredReferral,
  type ReadAcknowledgement,
  type RecipientAccess,
  type ReferralContent,
  type Way,
} from '../way.js';
import { IccamClient } from './iccam.client.js';
import { deliverReport } from './iccam.delivery.js';
import { IccamDuplicateError, IccamError, IccamUnavailableError } from './iccam.errors.js';
import { followUp } from './iccam.follow-up.js';
import { inputOf } from './iccam.input.js';
import { DeliveryIccamTransport } from './iccam.transport.js';

/** Kept beside a recipient: what is no secret. */
interface IccamDetails {
  /** Path of the interface below the approved host. */
  readonly path?: string;
  /** The interface's account name as ICCAM shows it. */
  readonly analystName?: string;
  /** Authority to trust instead of the public ones, in PEM. */
  readonly ca?: string;
  /** A person has approved that the host is inside our own network. */
  readonly isInternal?: boolean;
}

/** The name under which ICCAM knows who reports. */
function analystOf({ details, secret }: RecipientAccess): string {
  return (details as IccamDetails).analystName ?? secret.username ?? '';
}

export class IccamWay implements Way {
  private readonly clients = new Map<string, { access: string; client: IccamClient }>();

  /** @param own what this installation is reached by, to which nothing is delivered */
  constructor(private readonly own?: OwnAddresses) {}

  async deliver(access: RecipientAccess, content: ReferralContent): Promise<DeliveredReferral> {
    return translating(async () => {
      const delivered = await deliverReport(this.client(access), inputOf(analystOf(access), content), {
        firstAttemptAt: content.madeAt,
      });
      return {
        remoteNumber: String(delivered.reportId),
        items: new Map(delivered.contents.map(({ url, contentId }) => [url, String(contentId)])),
        recovered: delivered.recovered,
      };
    });
  }

  async acknowledgements(
    access: RecipientAccess,
    remoteNumber: string,
  ): Promise<{ acknowledgements: ReadAcknowledgement[]; finished: boolean }> {
    return translating(async () => {
      const { acknowledgement } = await followUp(
        this.client(access),
        Number(remoteNumber),
        access.ownCountry,
      );
      return {
        finished: acknowledgement.settled,
        acknowledgements: acknowledgement.contents.flatMap((content) =>
          content.actions.map((action) => ({
            remoteItem: String(content.contentId),
            address: content.url,
            kind: action.action satisfies AcknowledgementKind,
            at: action.at ?? new Date(),
            ...(action.analystName === undefined ? {} : { byName: action.analystName }),
          })),
        ),
      };
    });
  }

  /** One client a recipient, so that its token and look-ups are kept; a new one when anything of its access changes. */
  private client(access: RecipientAccess): IccamClient {
    const known = this.clients.get(access.recipientId);
    const fingerprint = createHash('sha256').update(JSON.stringify(access)).digest('hex');
    if (known?.access === fingerprint) return known.client;
    const details = access.details as IccamDetails;
    const { username, password, clientCertificate, clientKey } = access.secret;
    if (!username || !password || !clientCertificate || !clientKey) {
      throw new WayFailedError(
        'iccam-secret-incomplete',
        'The recipient’s account or client certificate is not complete. Enter them again in the administration.',
        false,
      );
    }
    const client = new IccamClient({
      transport: new DeliveryIccamTransport({
        baseUrl: `https://${access.host}:${access.port}/${(details.path ?? '').replace(/^\//, '')}`,
        clientCertificate: { cert: clientCertificate, key: clientKey },
        ...(details.ca === undefined ? {} : { ca: details.ca }),
        ...(details.isInternal === true ? { internal: true } : {}),
        ...(this.own === undefined ? {} : { own: this.own }),
      }),
      credentials: { username, password },
    });
    this.clients.set(access.recipientId, { access: fingerprint, client });
    return client;
  }
}

async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IccamDuplicateError) {
      const numbers =
        error.candidates.length > 0 ? ` It may be report ${error.candidates.join(' or ')}.` : '';
      throw new WayFailedError(
        error.code,
        `ICCAM holds this reference already, but which report it is cannot be told.${numbers} Look there and enter the number.`,
        false,
      );
    }
    if (error instanceof IccamUnavailableError) {
      throw new WayFailedError(error.code, error.message, true, error.retryAfterMs);
    }
    if (error instanceof IccamError) throw new WayFailedError(error.code, error.message, error.retryable);
    if (error instanceof SealBrokenError) throw new WayFailedError(error.code, error.message, false);
    throw error;
  }
}
