// The public zone's whole view of the database: twelve functions. A reporter must never wait for a person because the
// database was away for a moment, so each call is tried twice and says clearly when it cannot be done now.
import { ManaraError, type Database } from '#libs/platform';
import type { ReportedAddress } from './address.js';
import { Gathering } from './gathering.js';
import type { ReportedHash } from './reported-hash.js';

/** The database does not answer; what was sent can be sent again with the same mark. */
export class DatabaseAwayError extends ManaraError {
  constructor() {
    super(
      'database-away',
      'The report cannot be taken this minute. Nothing is lost on your side: send it again in a moment.',
      503,
    );
  }
}

/** What may be published of a live portal, and the key that its reports are sealed to. */
export interface LivePortal {
  readonly id: string;
  readonly slug: string;
  /** ISO 3166-1, two letters */
  readonly country: string;
  readonly locales: readonly string[];
  /** A host name of its own. */
  readonly host: string | null;
  readonly isDemonstration: boolean;
  /** Unread: `parsePublishedSettings` reads it. */
  readonly published: unknown;
  readonly organisationName: string;
  readonly organisationCountry: string;
  readonly organisationCode: string;
  readonly keyId: string;
  readonly publicKey: Buffer;
  /** Whether reporters who leave an address are written to. */
  readonly sendsLetters: boolean;
}

export interface NewReport {
  readonly portalId: string;
  /** Under which its addresses may have been put by: the report's own id. */
  readonly draftId: string | null;
  readonly keyId: string;
  readonly markHash: Buffer;
  readonly bodyHash: Buffer;
  readonly sealedReceipt: Buffer;
  readonly lookup: string;
  readonly secretHash: Buffer;
  readonly replyPublicKey: Buffer;
  readonly locale: string;
  readonly kind: string;
  readonly isSelfReport: boolean;
  readonly childInDanger: boolean;
  readonly arrivedInFlood: boolean;
  /** Of the trusted reporter's key, if one sent it. */
  readonly apiKeyId: string | null;
  readonly seenAt: string | null;
  readonly sealedText: Buffer | null;
  readonly sealedContact: Buffer | null;
  readonly addresses: readonly ReportedAddress[];
  readonly hashes: readonly ReportedHash[];
  /** How many fingerprints from the reporter's device the sealed text holds. */
  readonly deviceHashes: number;
}

/** Addresses of a form that is not finished. */
export interface Draft extends Pick<
  NewReport,
  'portalId' | 'keyId' | 'locale' | 'addresses' | 'arrivedInFlood'
> {
  /** A UUID, from 128 random bits. */
  readonly draftId: string;
}

export type SubmitAnswer =
  | { readonly outcome: 'stored' | 'unknown-portal' | 'too-many' }
  /** Without a code once its reporter has said that it is kept. */
  | { readonly outcome: 'repeat' | 'conflict'; readonly sealedReceipt: string | null };

export type ReportStatus = 'received' | 'in-assessment' | 'closed';
export type ReportOutcome = 'forwarded' | 'not-illegal' | 'not-reachable';

export interface OpenedReport {
  readonly portalId: string;
  readonly status: ReportStatus;
  readonly outcome: ReportOutcome | null;
  readonly hasContact: boolean;
  /** Whether the reporter is written to when there is something new. */
  readonly getsLetters: boolean;
  readonly messages: readonly {
    readonly direction: 'to-reporter' | 'from-reporter';
    /** In base 64, sealed to the reply key; null for what the reporter wrote, which only the analysts can open. */
    readonly sealed: string | null;
    readonly writtenAt: string;
  }[];
}

/** What became of a key that came with a call: `taken`, or why it may not be used. */
export type KeyOutcome =
  | { readonly outcome: 'taken'; readonly keyId: string }
  | { readonly outcome: 'unknown' | 'revoked' | 'expired' | 'scope' | 'subject' }
  | { readonly outcome: 'quota'; readonly retryAfterSeconds: number }
  /** More at once than the quota ever lets through: `most` is the limit. */
  | { readonly outcome: 'beyond'; readonly most: number };

export type AnswerOutcome = 'stored' | 'unknown' | 'too-many';

const TRIES = 2;

/** Two, so that one is written while the other is committed. */
const SUBMISSIONS = { atOnce: 2, most: 32 };

/** What is written of a report: its value and its type, in the order of the function's parameters. */
const COLUMNS: readonly (readonly [type: string, value: (report: NewReport) => unknown])[] = [
  ['uuid', (report) => report.portalId],
  ['uuid', (report) => report.keyId],
  ['bytea', (report) => report.markHash],
  ['bytea', (report) => report.bodyHash],
  ['bytea', (report) => report.sealedReceipt],
  ['text', (report) => report.lookup],
  ['bytea', (report) => report.secretHash],
  ['bytea', (report) => report.replyPublicKey],
  ['text', (report) => report.locale],
  ['text', (report) => report.kind],
  ['boolean', (report) => report.isSelfReport],
  ['boolean', (report) => report.childInDanger],
  ['date', (report) => report.seenAt],
  ['bytea', (report) => report.sealedText],
  ['bytea', (report) => report.sealedContact],
  ['jsonb', (report) => JSON.stringify(entriesOf(report))],
  ['uuid', (report) => report.draftId],
  ['boolean', (report) => report.arrivedInFlood],
  ['uuid', (report) => report.apiKeyId],
  ['integer', (report) => report.deviceHashes],
];

/** Addresses first, then hashes, in one list. */
function entriesOf({ addresses, hashes }: NewReport): object[] {
  return [
    ...addresses,
    ...hashes.map(({ algorithm, value }) => ({
      kind: 'hash',
      asTyped: `${algorithm}:${value}`,
      normalised: null,
    })),
  ];
}

const SUBMIT = `SELECT r.position - 1 AS place, s.answer
  FROM unnest(${COLUMNS.map(([type], at) => `$${at + 1}::${type}[]`).join(', ')}) WITH ORDINALITY
    AS r (${COLUMNS.map((_, at) => `c${at}`).join(', ')}, position),
    LATERAL (SELECT portal_api.submit(${COLUMNS.map((_, at) => `r.c${at}`).join(', ')}) AS answer) AS s`;

export class PortalApi {
  private readonly submissions = new Gathering(
    (reports: readonly NewReport[]) => this.submitAll(reports),
    SUBMISSIONS,
    (error) => !(error instanceof DatabaseAwayError),
  );

  constructor(private readonly database: Database) {}

  /**
   * A mark by the id of each portal that is live or was taken off: another one when anything of it has changed.
   * @throws DatabaseAwayError
   */
  async portalMarks(): Promise<ReadonlyMap<string, string>> {
    const [{ marks, sendsLetters }] = (await this.rows<{
      marks: Record<string, string>;
      sendsLetters: boolean;
    }>(`SELECT portal_api.portal_marks() AS marks, portal_api.sends_letters() AS "sendsLetters"`, [])) as [
      { marks: Record<string, string>; sendsLetters: boolean },
    ];
    return new Map(Object.entries(marks).map(([id, mark]) => [id, `${mark} ${sendsLetters}`]));
  }

  /** The live ones among some portals, or all. @throws DatabaseAwayError */
  portals(ids?: readonly string[]): Promise<LivePortal[]> {
    return this.portalsOf('SELECT portal_api.portals($1)', ids);
  }

  /** Those that were taken off, whose page says where to go instead. @throws DatabaseAwayError */
  withdrawnPortals(ids?: readonly string[]): Promise<LivePortal[]> {
    return this.portalsOf('SELECT portal_api.withdrawn_portals($1)', ids);
  }

  private async portalsOf(sql: string, ids: readonly string[] | undefined): Promise<LivePortal[]> {
    type Row = Omit<LivePortal, 'publicKey' | 'sendsLetters'> & { publicKey: string };
    const [{ answer, sendsLetters }] = (await this.rows<{ answer: Row[]; sendsLetters: boolean }>(
      `SELECT (${sql}) AS answer, portal_api.sends_letters() AS "sendsLetters"`,
      [ids ?? null],
    )) as [{ answer: Row[]; sendsLetters: boolean }];
    return answer.map((row) => ({
      ...row,
      publicKey: Buffer.from(row.publicKey, 'base64'),
      sendsLetters,
    }));
  }

  /**
   * Writes a report, or finds that its mark was used before. Reports that come at the same time share a statement and a
   * transaction, and are answered when it is committed.
   * @throws DatabaseAwayError
   */
  submit(report: NewReport): Promise<SubmitAnswer> {
    return this.submissions.add(report);
  }

  private async submitAll(reports: readonly NewReport[]): Promise<SubmitAnswer[]> {
    // In the order of their marks, so that two statements with the same ones never wait for each other.
    const order = reports
      .map((report, place) => ({ report, place }))
      .toSorted((a, b) => Buffer.compare(a.report.markHash, b.report.markHash));
    const rows = await this.rows<{ place: string; answer: SubmitAnswer }>(
      SUBMIT,
      COLUMNS.map(([, value]) => order.map(({ report }) => value(report))),
    );
    const answers: SubmitAnswer[] = [];
    for (const { place, answer } of rows) answers[order[Number(place)]!.place] = answer;
    return answers;
  }

  /** Puts addresses by, or puts others in their place. @returns whether they are. @throws DatabaseAwayError */
  keepDraft(draft: Draft): Promise<boolean> {
    return this.call('SELECT portal_api.keep_draft($1, $2, $3, $4, $5, $6) AS answer', [
      draft.portalId,
      draft.keyId,
      draft.draftId,
      draft.locale,
      JSON.stringify(draft.addresses),
      draft.arrivedInFlood,
    ]);
  }

  /** Deletes what was put by and has not become a report. @returns whether anything was. @throws DatabaseAwayError */
  dropDraft(portalId: string, draftId: string): Promise<boolean> {
    return this.call('SELECT portal_api.drop_draft($1, $2) AS answer', [portalId, draftId]);
  }

  /** @throws DatabaseAwayError */
  openReceipt(lookup: string, secretHash: Buffer): Promise<OpenedReport | null> {
    return this.call('SELECT portal_api.open_receipt($1, $2) AS answer', [lookup, secretHash]);
  }

  /** Adds a message of the reporter; the same id again changes nothing. @throws DatabaseAwayError */
  answer(
    lookup: string,
    secretHash: Buffer,
    message: { id: string; keyId: string; sealedText: Buffer },
  ): Promise<AnswerOutcome> {
    return this.call('SELECT portal_api.answer($1, $2, $3, $4, $5) AS answer', [
      lookup,
      secretHash,
      message.id,
      message.keyId,
      message.sealedText,
    ]);
  }

  /**
   * Whether a key may report through a portal now, counted against its quota.
   * @param weight how many reports it is used for
   * @param marks hashes of the marks that the reports have; what was taken under one before is not counted again
   * @throws DatabaseAwayError
   */
  useKey(
    key: { lookup: string; secretHash: Buffer },
    portalId: string,
    weight: number,
    marks: readonly Buffer[],
  ): Promise<KeyOutcome> {
    return this.call('SELECT portal_api.use_key($1, $2, $3, $4, $5) AS answer', [
      key.lookup,
      key.secretHash,
      portalId,
      weight,
      marks,
    ]);
  }

  /** Deletes the contact details. @returns false when no such receipt exists. @throws DatabaseAwayError */
  forgetContact(lookup: string, secretHash: Buffer): Promise<boolean> {
    return this.call('SELECT portal_api.forget_contact($1, $2) AS answer', [lookup, secretHash]);
  }

  /** Deletes the sealed code that goes with a mark. @returns whether the mark is known. @throws DatabaseAwayError */
  forgetCode(markHash: Buffer): Promise<boolean> {
    return this.call('SELECT portal_api.forget_code($1) AS answer', [markHash]);
  }

  private async call<T>(sql: string, parameters: readonly unknown[]): Promise<T> {
    const [row] = await this.rows<{ answer: T }>(sql, parameters);
    return row!.answer;
  }

  private async rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.database.queryAcrossOrganisationsByNamedFunction<T>(sql, parameters);
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        // A pooled connection may have died while nobody looked; a fresh one may work. Each function can run twice.
        if (attempt === TRIES) throw new DatabaseAwayError();
      }
    }
  }
}

/** Whether an error means that the database cannot be used now, and not that the statement was wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const driver = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const code = (driver as { code?: unknown } | null)?.code;
  // Without an SQLSTATE the statement was never answered: refused, reset, timed out, not yet connected.
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return true;
  // Connection, sign-in, missing database, lost race, no resources, stopped by an operator, system error.
  return /^(?:08|28|3D|40|53|57|58)/.test(code);
}
