// Takes reports for form and API alike.
import { NotFoundError } from '#libs/platform';
import {
  SubmissionMark,
  type Arrival,
  type IntakeService,
  type Submission,
  type TakenReport,
} from '#libs/reports';
import type { PortalDirectory, PublicPortal } from './portal-directory.service.js';

export class ReportDesk {
  constructor(
    private readonly intake: IntakeService,
    private readonly directory: PortalDirectory,
  ) {}

  /**
   * Takes a report.
   * @param mark where the token comes from, so that a form's mark is never taken for a caller's key
   * @param arrival whether it came in a flood, and with whose key
   * @throws MarkUsedError, CodeKeptError, DatabaseAwayError, NotFoundError when the portal is no longer live
   */
  async take(
    portal: PublicPortal,
    submission: Submission,
    mark: { readonly source: 'form' | 'api'; readonly token: string },
    locale: string,
    arrival: Omit<Arrival, 'draftId'> = {},
  ): Promise<TakenReport> {
    const submissionMark = markOf(portal, mark);
    const how = { ...arrival, draftId: mark.source === 'form' ? submissionMark.id : undefined };
    try {
      return await this.intake.submit(portal, submission, submissionMark, locale, how);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      // The organisation's key may have been replaced since the portals were read.
      await this.directory.read();
      const current = await this.directory.find(portal.slug);
      if (current === undefined) throw error;
      return this.intake.submit(current, submission, submissionMark, locale, how);
    }
  }

  /**
   * Puts the addresses of a form by: unfinished, they become a report.
   * @returns whether they are; false when nothing among the lines is an address
   * @throws DatabaseAwayError
   */
  async keep(
    portal: PublicPortal,
    urls: readonly string[],
    token: string,
    locale: string,
    inFlood = false,
  ): Promise<boolean> {
    return this.intake.keepDraft(portal, urls, markOf(portal, { source: 'form', token }).id, locale, inFlood);
  }

  /** After the code was kept: sending the form again shows it no more. @throws DatabaseAwayError */
  async forgetCode(portal: PublicPortal, token: string): Promise<void> {
    await this.intake.forgetCode(markOf(portal, { source: 'form', token }));
  }

  /** Deletes what was put by, unless it has become a report already. @throws DatabaseAwayError */
  async drop(portal: PublicPortal, token: string): Promise<void> {
    await this.intake.dropDraft(portal, markOf(portal, { source: 'form', token }).id);
  }
}

/** The mark of what is sent under a token. */
export function markOf(
  portal: PublicPortal,
  { source, token }: { source: string; token: string },
): SubmissionMark {
  return new SubmissionMark(`${source} ${portal.id}`, token);
}
