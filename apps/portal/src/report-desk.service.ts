// Takes reports for form and API alike.
import { NotFoundError } from '#libs/platform';
import { SubmissionMark, type IntakeService, type Submission, type TakenReport } from '#libs/reports';
import type { PortalDirectory, PublicPortal } from './portal-directory.service.js';

export class ReportDesk {
  constructor(
    private readonly intake: IntakeService,
    private readonly directory: PortalDirectory,
  ) {}

  /**
   * Takes a report.
   * @param source where the token comes from, so that a form's mark is never taken for a caller's key
   * @throws MarkUsedError, DatabaseAwayError, NotFoundError when the portal is no longer live
   */
  async take(
    portal: PublicPortal,
    submission: Submission,
    mark: { readonly source: 'form' | 'api'; readonly token: string },
    locale: string,
  ): Promise<TakenReport> {
    const submissionMark = new SubmissionMark(`${mark.source} ${portal.id}`, mark.token);
    try {
      return await this.intake.submit(portal, submission, submissionMark, locale);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      // The organisation's key may have been replaced since the portals were read.
      await this.directory.read();
      const current = await this.directory.find(portal.slug);
      if (current === undefined) throw error;
      return this.intake.submit(current, submission, submissionMark, locale);
    }
  }
}
