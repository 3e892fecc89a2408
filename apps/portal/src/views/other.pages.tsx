import type { JSX } from 'preact';
import type { PublicPortal } from '../portal-directory.service.js';
import type { MessageKey } from '../messages/translate.js';
import { inLanguage } from '#libs/organisations';
import { Layout, Unsent, Words } from './layout.js';
import type { PageContext } from './page-context.js';

/** The portals of this installation, by country. */
export function PortalListPage({
  page,
  portals,
}: {
  page: PageContext;
  portals: readonly PublicPortal[];
}): JSX.Element {
  const { t, language } = page;
  return (
    <Layout page={page} title={t('title.first')}>
      <h1>{t('list.title')}</h1>
      <p>{t(portals.length > 0 ? 'list.text' : 'list.none')}</p>
      <ul class="portals">
        {portals.map((portal) => (
          <li key={portal.slug}>
            <a href={`/${portal.slug}`}>
              {language.country(portal.country)}
              <span class="note">
                <Words of={inLanguage(portal.settings.name, language.locale, portal.spoken)} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

export type Mishap = 'not-found' | 'away' | 'broken' | 'refused';

/** What went wrong, in the reader's language, and what to do. */
export function MishapPage({
  page,
  mishap,
  id = '',
  typed,
}: {
  page: PageContext;
  mishap: Mishap;
  id?: string;
  /** What stood in the form that came. */
  typed?: JSX.Element;
}): JSX.Element {
  const { t } = page;
  const title = t(`page.${mishap}.title` satisfies MessageKey);
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p>{t(`page.${mishap}.text` satisfies MessageKey, { id })}</p>
      {typed !== undefined && <Unsent page={page} typed={typed} />}
      <p class="actions">
        <a class="button quiet" href={page.href()}>
          {t('nav.first')}
        </a>
      </p>
    </Layout>
  );
}
