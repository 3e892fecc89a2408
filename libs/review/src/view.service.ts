// Looking at a picture: asked for by the holder of a case, served once by a ticket, measured by the server.
import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordEvent, saltedDigest } from '#libs/audit';
import { isListed } from '#libs/known-material';
import { isId, newId, NotFoundError, type Clock, type Database } from '#libs/platform';
import { LONGEST_VIEW_SECONDS, noteWork, type Person } from './exposure.service.js';
import { holdCase, type LeaseClaim } from './lease.service.js';
import { ASSESSMENT_STANDS } from './standing-assessment.js';
import {
  LeaseLostError,
  NoDerivativeError,
  TicketSpentError,
  ViewReasonNeededError,
} from './review.errors.js';

/** 1: 256 px, grey, strongly blurred; 2: 512 px, grey, blurred; 3: 512 px, grey, sharp; 4: 1024 px, colour. */
export const VIEW_LEVELS = [1, 2, 3, 4] as const;
export type ViewLevel = (typeof VIEW_LEVELS)[number];

/** From this level on a view needs a reason, unless the organisation's policy says otherwise. */
export const REASON_FROM_LEVEL = 3;
export const TICKET_SECONDS = 10;
const TICKET = /^[\w-]{43}$/;

/** Where derivatives come from; the original is not to be had here. */
export interface DerivativeSource {
  /** @returns null when there is none of that level */
  read(
    organisationId: string,
    mediaId: string,
    level: ViewLevel,
  ): Promise<{ bytes: Buffer; mediaType: string } | null>;
}

export interface ViewRequest {
  readonly level: ViewLevel;
  readonly lease: LeaseClaim;
  readonly reason?: string;
}

export interface OpenedView {
  readonly id: string;
  /** Good once, for ten seconds, for the person who asked. */
  readonly ticket: string;
  readonly expiresAt: Date;
}

const digest = (ticket: string) => createHash('sha256').update(ticket).digest();

export class ViewService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly derivatives: DerivativeSource,
  ) {}

  /**
   * Asks for a view of a picture of the case that the person holds.
   * @throws NotFoundError, LeaseLostError, ViewReasonNeededError, NoDerivativeError
   */
  async open(person: Person, mediaId: string, request: ViewRequest): Promise<OpenedView> {
    const now = this.clock.now();
    return this.database.within(person.organisationId, async (manager) => {
      const caseId = await this.heldCaseWith(manager, person, mediaId, request.lease, now);
      const reason = request.reason?.trim() ?? '';
      const needsReason = await this.needsReason(manager, person, caseId, mediaId, request.level);
      if (needsReason ? reason.length < 3 || reason.length > 200 : reason.length > 200) {
        throw new ViewReasonNeededError();
      }
      const [kept] = await manager.query<unknown[]>(
        `SELECT 1 FROM evidence_objects WHERE organisation_id = $1 AND media_id = $2 AND purpose = 'derivative' AND level = $3`,
        [person.organisationId, mediaId, request.level],
      );
      if (kept === undefined) throw new NoDerivativeError();
      const id = newId();
      const ticket = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now.getTime() + TICKET_SECONDS * 1000);
      await manager.query(
        `INSERT INTO exposures (id, organisation_id, case_id, media_id, staff_account_id, level, reason, ticket_hash,
           ticket_expires_at, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          person.organisationId,
          caseId,
          mediaId,
          person.accountId,
          request.level,
          reason === '' ? null : reason,
          digest(ticket),
          expiresAt,
          now,
        ],
      );
      await noteWork(manager, person, now);
      await recordEvent(manager, {
        organisationId: person.organisationId,
        actor: { kind: 'staff', id: person.accountId },
        act: 'media.view-opened',
        subjectKind: 'media',
        subjectId: mediaId,
        details: {
          caseId,
          viewId: id,
          level: request.level,
          ...(reason === '' ? {} : { reasonDigest: saltedDigest(reason, id) }),
        },
      });
      return { id, ticket, expiresAt };
    });
  }

  /**
   * The picture behind a ticket. The view counts as served only if there are bytes to serve.
   * @throws TicketSpentError, NoDerivativeError
   */
  async serve(person: Person, ticket: string): Promise<{ bytes: Buffer; mediaType: string }> {
    if (!TICKET.test(ticket)) throw new TicketSpentError();
    const now = this.clock.now();
    const holder = [digest(ticket), person.organisationId, person.accountId, now];
    const isOpen = `ticket_hash = $1 AND organisation_id = $2 AND staff_account_id = $3
      AND served_at IS NULL AND ended_at IS NULL AND ticket_expires_at > $4`;
    const [view] = await this.database.within(person.organisationId, (manager) =>
      manager.query<{ media_id: string; level: ViewLevel }[]>(
        `SELECT media_id, level FROM exposures WHERE ${isOpen}`,
        holder,
      ),
    );
    if (view === undefined) throw new TicketSpentError();
    const picture = await this.derivatives.read(person.organisationId, view.media_id, view.level);
    if (picture === null) throw new NoDerivativeError();
    // Of several that came with the same ticket at once, one takes it.
    const [, taken] = await this.database.within(person.organisationId, (manager) =>
      manager.query<[unknown, number]>(`UPDATE exposures SET served_at = $4 WHERE ${isOpen}`, holder),
    );
    if (taken !== 1) throw new TicketSpentError();
    return picture;
  }

  /**
   * Ends a view and measures it. Ending it again changes nothing.
   * @returns whole seconds, 0 when the picture was never served
   * @throws NotFoundError when it is not the person's view
   */
  async end(person: Person, viewId: string): Promise<number> {
    const now = this.clock.now();
    return this.database.within(person.organisationId, async (manager) => {
      const [[view]] = await manager.query<[{ seconds: number }[], number]>(
        `UPDATE exposures SET
           ended_at = coalesce(ended_at, $4),
           seconds = coalesce(seconds, CASE WHEN served_at IS NULL THEN 0
             ELSE least(greatest(ceil(extract(epoch FROM $4::timestamptz - served_at)), 1), $5)::int END)
         WHERE id = $1 AND organisation_id = $2 AND staff_account_id = $3 RETURNING seconds`,
        [viewId, person.organisationId, person.accountId, now, LONGEST_VIEW_SECONDS],
      );
      if (view === undefined) throw new NotFoundError('view');
      await noteWork(manager, person, now);
      return view.seconds;
    });
  }

  /** The case that holds this media and that the lease is of. */
  private async heldCaseWith(
    manager: EntityManager,
    person: Person,
    mediaId: string,
    lease: LeaseClaim,
    now: Date,
  ): Promise<string> {
    const cases = await manager.query<{ id: string; lease_token: string | null; mandate: string }[]>(
      `SELECT DISTINCT c.id, c.lease_token, c.mandate FROM content_items i JOIN cases c ON c.id = i.case_id
       WHERE i.media_id = $1 AND i.organisation_id = $2 AND c.organisation_id = $2`,
      [mediaId, person.organisationId],
    );
    if (cases.length === 0) throw new NotFoundError('media');
    const held = isId(lease.token)
      ? cases.find(({ lease_token }) => lease_token === lease.token.toLowerCase())
      : undefined;
    if (held === undefined) throw new LeaseLostError();
    await holdCase(manager, person, held.id, lease, now);
    // Another case may have kept a copy that this one's mandate does not allow to look at.
    if (held.mandate !== 'view' && held.mandate !== 'retain') throw new NoDerivativeError();
    return held.id;
  }

  /**
   * Sharp views need a reason, and so does every view of what nobody has to see again: what a list confirms, and what an
   * earlier decision on the same bytes answers for.
   */
  private async needsReason(
    manager: EntityManager,
    person: Person,
    caseId: string,
    mediaId: string,
    level: ViewLevel,
  ): Promise<boolean> {
    const [row] = await manager.query<{ from_level: unknown; is_known: boolean }[]>(
      `SELECT o.policy #> '{viewing,reasonFromLevel}' AS from_level,
         EXISTS (SELECT 1 FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = o.id
                   JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = o.id
                 WHERE m.media_id = $2 AND m.organisation_id = o.id AND m.kind = 'exact' AND l.effect <> 'flag'
                   AND ${isListed()})
         OR EXISTS (SELECT 1 FROM content_items i JOIN cases c ON c.id = i.case_id
                      JOIN assessments a ON a.content_item_id = i.id AND a.organisation_id = o.id
                    WHERE i.case_id = $3 AND i.media_id = $2 AND i.organisation_id = o.id
                      AND a.made_by IN ('settlement', 'link') AND ${ASSESSMENT_STANDS}) AS is_known
       FROM organisations o WHERE o.id = $1`,
      [person.organisationId, mediaId, caseId],
    );
    const fromLevel = typeof row?.from_level === 'number' ? row.from_level : REASON_FROM_LEVEL;
    return row?.is_known === true || level >= fromLevel;
  }
}
