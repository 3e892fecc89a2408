// Delivers referrals and reads what recipients did with them. Each call may come twice: the state is looked at before,
// and what is stored afterwards is stored once.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { enqueue, newId, SealBrokenError, type Database, type KeyRing } from '#libs/platform';
import { putOffHeldNotice } from './held-notices.js';
import { openRecipient } from './recipient-secrets.js';
import { loadReferralContent } from './referral-content.js';
import { moveReferral, type ReferralState, type ReferralWay } from './referral.lifecycle.js';
import { closeWhenArrived } from './route-case.js';
import { retryDelaySeconds } from './routing.js';
import {
  WayFailedError,
  type DeliveredReferral,
  type ReadAcknowledgement,
  type RecipientAccess,
  type ReferralContent,
  type Way,
} from './way.js';

interface ReferralRow {
  id: string;
  case_id: string;
  recipient_id: string;
  way: ReferralWay;
  state: ReferralState;
  attempts: number;
  remote_number: string | null;
  owning_organisation_id: string;
}

const CLAIMED = `f.id, f.case_id, f.recipient_id, f.way, f.state, f.attempts, f.remote_number,
  c.owning_organisation_id`;

export interface DeliveryOptions {
  /** How long after a delivery, and between two questions, the recipient is asked what it did. */
  readonly acknowledgeSeconds: number;
  /** How long after a delivery an item is first looked at, whether it is still there. */
  readonly watchSeconds: number;
  /** How long an attempt may run before another is started: for one that ended with its process. */
  readonly attemptSeconds?: number;
}

const NO_ACCESS = new WayFailedError(
  'recipient-without-secret',
  'The recipient is switched off or has no credentials for its address. Complete it in the administration, then try again.',
  false,
);

export class DeliveryService {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly ways: Readonly<Partial<Record<ReferralWay, Way>>>,
    private readonly options: DeliveryOptions,
  ) {}

  /** Delivers a queued referral. @returns the state that it is left in; undefined when there was nothing to do */
  async deliver(organisationId: string, referralId: string): Promise<ReferralState | undefined> {
    const row = await this.database.within(organisationId, async (manager) => {
      if (await putOffHeldNotice(manager, organisationId, referralId)) return 'held';
      // Counted before the attempt, so that one which ends the process counts as well; and put off, so that the sweep
      // does not start it a second time while it runs.
      const [[claimed]]: [ReferralRow[], number] = await manager.query(
        `UPDATE referrals f SET attempts = attempts + 1, due_at = now() + make_interval(secs => $3),
           stopped_code = NULL, stopped_reason = NULL
         FROM cases c WHERE f.id = $1 AND f.organisation_id = $2 AND f.state = 'queued' AND f.due_at <= now()
           AND c.id = f.case_id AND c.organisation_id = f.organisation_id
         RETURNING ${CLAIMED}`,
        [referralId, organisationId, this.options.attemptSeconds ?? 120],
      );
      return claimed;
    });
    if (row === undefined) return undefined;
    if (row === 'held') return 'queued';
    let delivered: DeliveredReferral;
    let content: ReferralContent;
    try {
      const prepared = await this.prepare(organisationId, row);
      const { access, way } = prepared;
      content = prepared.content;
      if (access === undefined || way === undefined) throw NO_ACCESS;
      delivered = await way.deliver(access, content);
    } catch (error) {
      if (!(error instanceof WayFailedError)) throw error;
      return this.database.within(organisationId, (manager) =>
        this.recordFailure(manager, organisationId, row, error),
      );
    }
    return this.database.within(organisationId, (manager) =>
      this.recordDelivery(manager, organisationId, row, delivered, content),
    );
  }

  /** Asks the recipient what it did, and stores what is new. @returns whether it has finished */
  async acknowledge(organisationId: string, referralId: string): Promise<boolean> {
    const row = await this.database.within(organisationId, async (manager) => {
      const [[claimed]]: [ReferralRow[], number] = await manager.query(
        `UPDATE referrals f SET due_at = now() + make_interval(secs => $3)
         FROM cases c WHERE f.id = $1 AND f.organisation_id = $2 AND f.state = 'delivered' AND f.due_at <= now()
           AND c.id = f.case_id AND c.organisation_id = f.organisation_id
         RETURNING ${CLAIMED}`,
        [referralId, organisationId, this.options.acknowledgeSeconds],
      );
      return claimed;
    });
    if (row === undefined) return false;
    const answer = await this.ask(organisationId, row).catch((error: unknown) => {
      if (error instanceof WayFailedError) return undefined;
      throw error;
    });
    if (answer === undefined) return false;
    await this.database.within(organisationId, async (manager) => {
      for (const one of answer.acknowledgements)
        await this.storeAcknowledgement(manager, organisationId, row, one);
      if (!answer.finished) return;
      const [, moved] = await manager.query(
        `UPDATE referrals SET acknowledged_at = now(), finished_at = now() WHERE id = $1 AND organisation_id = $2 AND state = 'delivered'`,
        [row.id, organisationId],
      );
      if (moved !== 1) return;
      await moveReferral(manager, organisationId, row.id, 'acknowledged');
      await recordEvent(manager, {
        organisationId,
        actor: MACHINE,
        act: 'referral.acknowledged',
        subjectKind: 'referral',
        subjectId: row.id,
      });
    });
    return answer.finished;
  }

  /** What the recipient did; undefined where it cannot be asked now. It is asked again, the referral has arrived. */
  private async ask(
    organisationId: string,
    row: ReferralRow,
  ): Promise<{ acknowledgements: ReadAcknowledgement[]; finished: boolean } | undefined> {
    const { access, way } = await this.prepare(organisationId, row);
    if (access === undefined || way === undefined || row.remote_number === null) return undefined;
    return way.acknowledgements(access, row.remote_number);
  }

  /** @throws WayFailedError when the recipient's secret cannot be opened with the keys that are here */
  private async prepare(
    organisationId: string,
    row: ReferralRow,
  ): Promise<{
    access: RecipientAccess | undefined;
    content: ReferralContent;
    way: Way | undefined;
  }> {
    try {
      // The portal may name a recipient of its owner's, for which another triages.
      const whose = [...new Set([organisationId, row.owning_organisation_id])];
      return await this.database.within(whose, async (manager) => ({
        access: await openRecipient(manager, this.ring, whose, row.recipient_id),
        content: await loadReferralContent(manager, organisationId, row.id),
        way: this.ways[row.way],
      }));
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      throw new WayFailedError(
        error.code,
        'The recipient’s credentials cannot be opened with the present keys. Enter them again in the administration, then try again.',
        false,
      );
    }
  }

  private async recordDelivery(
    manager: EntityManager,
    organisationId: string,
    row: ReferralRow,
    delivered: DeliveredReferral,
    content: ReferralContent,
  ): Promise<ReferralState> {
    const [, moved] = await manager.query(
      `UPDATE referrals SET delivered_at = now(), remote_number = $3, due_at = now() + make_interval(secs => $4),
         stopped_code = NULL, stopped_reason = NULL
       WHERE id = $1 AND organisation_id = $2 AND state = 'queued'`,
      [row.id, organisationId, delivered.remoteNumber, this.options.acknowledgeSeconds],
    );
    if (moved !== 1) return this.recordLateDelivery(manager, organisationId, row, delivered);
    for (const item of content.items) {
      const remote = delivered.items.get(item.address);
      if (remote === undefined) continue;
      await manager.query(
        `UPDATE referral_items SET remote_number = $4 WHERE referral_id = $1 AND content_item_id = ANY ($2) AND organisation_id = $3`,
        [row.id, item.referredIds, organisationId, remote],
      );
    }
    await moveReferral(manager, organisationId, row.id, 'delivered');
    // From now on somebody watches whether the material goes.
    await manager.query(
      `UPDATE content_items SET next_check_at = now() + make_interval(secs => $3)
       WHERE organisation_id = $2 AND id IN (SELECT content_item_id FROM referral_items WHERE referral_id = $1 AND organisation_id = $2)
         AND gone_at IS NULL`,
      [row.id, organisationId, this.options.watchSeconds],
    );
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'referral.delivered',
      subjectKind: 'referral',
      subjectId: row.id,
      details: {
        way: row.way,
        remoteNumber: delivered.remoteNumber,
        recovered: delivered.recovered,
        attempts: row.attempts,
      },
    });
    await enqueue(manager, row.id, {
      queue: 'watch',
      name: 'acknowledge',
      payload: { organisationId, referralId: row.id },
      notBefore: new Date(Date.now() + this.options.acknowledgeSeconds * 1000),
    });
    await closeWhenArrived(manager, organisationId, row.case_id);
    return 'delivered';
  }

  /** The recipient holds it although it was ended here in the meantime: its number must not be lost. */
  private async recordLateDelivery(
    manager: EntityManager,
    organisationId: string,
    row: ReferralRow,
    delivered: DeliveredReferral,
  ): Promise<ReferralState> {
    const [[stored]]: [{ state: ReferralState }[], number] = await manager.query(
      `UPDATE referrals SET remote_number = coalesce(remote_number, $3), delivered_at = coalesce(delivered_at, now())
       WHERE id = $1 AND organisation_id = $2 RETURNING state`,
      [row.id, organisationId, delivered.remoteNumber],
    );
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'referral.delivered-late',
      subjectKind: 'referral',
      subjectId: row.id,
      details: { way: row.way, remoteNumber: delivered.remoteNumber, state: stored?.state ?? null },
    });
    return stored?.state ?? row.state;
  }

  private async recordFailure(
    manager: EntityManager,
    organisationId: string,
    row: ReferralRow,
    failure: WayFailedError,
  ): Promise<ReferralState> {
    const delay = Math.max(retryDelaySeconds(row.attempts), Math.ceil((failure.retryAfterMs ?? 0) / 1000));
    const [, moved] = await manager.query(
      `UPDATE referrals SET stopped_code = $3, stopped_reason = $4, due_at = now() + make_interval(secs => $5)
       WHERE id = $1 AND organisation_id = $2 AND state = 'queued'`,
      [row.id, organisationId, failure.code, failure.reason, delay],
    );
    if (moved !== 1) return row.state;
    if (failure.retryable) return 'queued';
    await moveReferral(manager, organisationId, row.id, 'stopped');
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'referral.stopped',
      subjectKind: 'referral',
      subjectId: row.id,
      details: { code: failure.code, attempts: row.attempts },
    });
    return 'stopped';
  }

  private async storeAcknowledgement(
    manager: EntityManager,
    organisationId: string,
    row: ReferralRow,
    one: ReadAcknowledgement,
  ): Promise<void> {
    const stored = await manager.query(
      `INSERT INTO acknowledgements (id, organisation_id, referral_id, content_item_id, kind, by_name, at)
       SELECT $1, $2, $3,
         -- An address may have shown several pictures; the recipient was told of those of the referral.
         (SELECT i.id FROM content_items i
            LEFT JOIN referral_items ri ON ri.content_item_id = i.id AND ri.referral_id = $3 AND ri.organisation_id = $2
          WHERE i.case_id = $4 AND i.organisation_id = $2 AND i.address = $5
          ORDER BY ri.referral_id IS NULL, i.created_at, i.id LIMIT 1),
         $6, $7, $8
       ON CONFLICT DO NOTHING RETURNING id`,
      [newId(), organisationId, row.id, row.case_id, one.address, one.kind, one.byName ?? null, one.at],
    );
    if (stored.length === 0) return;
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'acknowledgement.recorded',
      subjectKind: 'referral',
      subjectId: row.id,
      details: { kind: one.kind },
    });
  }
}
