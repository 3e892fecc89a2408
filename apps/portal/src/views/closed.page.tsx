import type { JSX } from 'preact';
import { Destinations } from './helplines.js';
import { EmergencyNumbers, Layout, Published } from './layout.js';
import type { PageContext } from './page-context.js';

/** In the place of a portal that was taken off: where to go instead, whom to call, and where a code still works. */
export function ClosedPage({ page }: { page: PageContext }): JSX.Element {
  const { t, portal } = page;
  const { texts, instead, emergency } = portal!.settings;
  return (
    <Layout page={page} title={t('closed.title')}>
      <h1>{t('closed.title')}</h1>
      <p class="lead">{texts.closed ? <Published of={texts.closed} page={page} /> : t('closed.lead')}</p>
      {instead !== undefined && (
        <section aria-labelledby="instead">
          <h2 id="instead">{t('closed.instead')}</h2>
          <Destinations page={page} destinations={[instead]} />
        </section>
      )}
      <section class="danger" aria-labelledby="danger">
        <h2 id="danger">{t('danger.title')}</h2>
        {emergency.length === 0 && <p>{t('danger.call-local')}</p>}
        <EmergencyNumbers page={page} />
      </section>
      <p>
        <a href={page.href('receipt')}>{t('closed.receipt')}</a>
      </p>
    </Layout>
  );
}
