// Every job there is. A job carries identifiers only; its outcome lives in our rows.
import type { QueueName } from '#libs/platform';

interface OfReport {
  readonly organisationId: string;
  readonly reportId: string;
}
interface OfItem {
  readonly organisationId: string;
  readonly itemId: string;
}
interface OfCase {
  readonly organisationId: string;
  readonly caseId: string;
}
interface OfListVersion {
  readonly organisationId: string;
  readonly versionId: string;
}
interface OfListImport {
  readonly organisationId: string;
  readonly listImportId: string;
}
interface OfReferral {
  readonly organisationId: string;
  readonly referralId: string;
}
interface OfLetter {
  readonly organisationId: string;
  readonly letterId: string;
}

export interface JobPayloads {
  readonly intake: OfReport;
  readonly retrieve: OfItem;
  readonly examine: OfItem;
  readonly match: OfItem;
  readonly settle: OfCase;
  readonly refetch: OfCase;
  readonly rematch: OfListVersion;
  readonly 'rematch-case': OfCase;
  readonly follow: OfCase;
  readonly 'import-list': OfListImport;
  readonly route: OfCase;
  readonly deliver: OfReferral;
  readonly letter: OfLetter;
  readonly acknowledge: OfReferral;
  readonly check: OfItem;
}

export type JobName = keyof JobPayloads;

/** Which queue a job runs in. */
export const JOB_QUEUES: Readonly<Record<JobName, QueueName>> = {
  intake: 'triage',
  retrieve: 'triage',
  examine: 'triage',
  match: 'triage',
  settle: 'triage',
  refetch: 'triage',
  rematch: 'triage',
  'rematch-case': 'triage',
  follow: 'triage',
  'import-list': 'triage',
  route: 'triage',
  deliver: 'deliver',
  letter: 'deliver',
  acknowledge: 'watch',
  check: 'watch',
};

/** `waits`: nothing was done, and it comes back when its turn does. */
export type JobOutcome = 'done' | 'waits';
export type JobHandler<N extends JobName = JobName> = (payload: JobPayloads[N]) => Promise<JobOutcome | void>;
export type JobHandlers = { readonly [N in JobName]: JobHandler<N> };
