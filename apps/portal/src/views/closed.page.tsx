import type { JSX } from 'preact';
import { Hidden } from './field.js';
import { Destinations, Helplines } from './helplines.js';
import { EmergencyNumbers, Layout, Published, Unsent, type LeaveForm } from './layout.js';
import type { PageContext } from './page-context.js';

interface ClosedProps {
  readonly page: PageContext;
  /** A form that came too late: nothing of it is lost. */
  readonly unsent?: {
    readonly typed: JSX.Element;
    /** Brings it back in another language. */
    readonly carried: Readonly<Record<string, string>> & Partial<LeaveForm>;
    readonly here: 'report' | 'help';
    readonly stay: string;
    /** Whether an address was put by while the portal was open. */
    readonly isKept?: boolean;
  };
}

/** In the place of a portal that was taken off: where to go instead, whom to call, and where a code still works. */
export function ClosedPage({ page, unsent }: ClosedProps): JSX.Element {
  const { t, portal } = page;
  const { texts, instead, emergency } = portal!.settings;
  const { mark, state } = unsent?.carried ?? {};
  const leave = unsent?.isKept && mark !== undefined && state !== undefined ? { mark, state } : undefined;
  return (
    <Layout
      page={page}
      title={t('closed.title')}
      here={unsent?.here}
      form={unsent && { stay: unsent.stay, leave }}
    >
      <h1>{t('closed.title')}</h1>
      <p class="lead">{texts.closed ? <Published of={texts.closed} page={page} /> : t('closed.lead')}</p>
      {unsent !== undefined && (
        <Unsent page={page} typed={unsent.typed}>
          {leave && <p class="kept">{t('form.kept')}</p>}
          <form id="report" method="post" action={page.href(unsent.here)}>
            <Hidden values={unsent.carried} />
          </form>
        </Unsent>
      )}
      {instead !== undefined && (
        <section aria-labelledby="instead">
          <h2 id="instead">{t('closed.instead')}</h2>
          <Destinations page={page} destinations={[instead]} newTab={unsent !== undefined} />
        </section>
      )}
      <section class="danger" aria-labelledby="danger">
        <h2 id="danger">{t('danger.title')}</h2>
        {emergency.length === 0 && <p>{t('danger.call-local')}</p>}
        <EmergencyNumbers page={page} />
      </section>
      {unsent?.here === 'help' && <Helplines page={page} newTab />}
      <p>
        <a href={page.href('receipt')}>{t('closed.receipt')}</a>
      </p>
    </Layout>
  );
}
