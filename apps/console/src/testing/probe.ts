// What a request of the tests of access is made of.
export interface Probe {
  readonly path: (ids: Ids) => string;
  readonly body?: (ids: Ids) => unknown;
  /** `other`: another organisation's ids give 404; `own`: the answer holds nothing of another organisation. */
  readonly tenancy: 'other' | 'own' | 'none';
  /** The status that another organisation's ids give, where it is not 404. */
  readonly status?: number;
}

export interface Ids {
  readonly caseId: string;
  readonly mediaId: string;
  readonly reportId: string;
  readonly referralId: string;
  readonly accountId: string;
  readonly viewId: string;
  readonly ticket: string;
  readonly lease: { token: string; version: number };
  readonly caseNumber: string;
  readonly portalId: string;
  readonly recipientId: string;
  readonly copyId: string;
  readonly holdId: string;
  readonly preservationId: string;
  readonly listId: string;
  readonly matchId: string;
  readonly apiKeyId: string;
  readonly listImportId: string;
  readonly quarantineId: string;
  readonly listSourceId: string;
}
