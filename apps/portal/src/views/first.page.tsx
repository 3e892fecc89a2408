import type { ComponentChildren, JSX } from 'preact';
import { MatterChoice } from './help.pages.js';
import { Destinations, Helplines } from './helplines.js';
import { EmergencyNumbers, Layout, Published } from './layout.js';
import type { PageContext } from './page-context.js';
import { Pictogram } from './pictogram.js';

/** The first page of a portal, in a few lines: danger first, what this is and who reads it, then the ways on. */
export function FirstPage({ page }: { page: PageContext }): JSX.Element {
  const { t, portal } = page;
  const settings = portal!.settings;
  const hasNumbers = settings.emergency.length > 0;
  const hasReaders = Object.keys(settings.readBy).length > 0;
  const hasMore = [settings.readIn, settings.readWhen, settings.safeguarding].some(
    (one) => one !== undefined,
  );
  return (
    <Layout page={page} title={t('title.first')}>
      <h1>{t('first.title')}</h1>
      <p class="lead">{t('first.lead')}</p>

      <section class="danger" aria-labelledby="danger">
        <h2 id="danger">{t('danger.title')}</h2>
        <p>{t(hasNumbers ? 'danger.call' : 'danger.call-local')}</p>
        <EmergencyNumbers page={page} />
      </section>

      <p>{settings.texts.about ? <Published of={settings.texts.about} page={page} /> : t('first.what')}</p>
      <p>
        {hasReaders && (
          <>
            <Published of={settings.readBy} page={page} />{' '}
          </>
        )}
        {t('first.no-name')}
      </p>
      {settings.operatorKind !== undefined && (
        <p>
          <Published of={settings.operator} page={page} />
          <br />
          {t(`operator.${settings.operatorKind}`)}
        </p>
      )}
      <p>{t('first.dont')}</p>

      <section aria-labelledby="choose">
        <h2 id="choose">{t('first.choose')}</h2>
        <ul class="kinds one">
          <li>
            <a class="button kind main" href={page.href('report')}>
              <Pictogram of="site" />
              <span>{t('first.saw')}</span>
            </a>
          </li>
        </ul>
        <MatterChoice page={page} />
        <ul class="kinds">
          <li>
            <a class="button kind" href={page.href('elsewhere')}>
              <Pictogram of="elsewhere" />
              <span>{t('about.elsewhere')}</span>
            </a>
          </li>
          <li>
            <a class="button kind" href={page.href('receipt')}>
              <Pictogram of="code" />
              <span>{t('first.receipt')}</span>
            </a>
          </li>
        </ul>
      </section>

      <Helplines page={page} />

      {hasMore && (
        <More title={t('first.who')}>
          <ReadWhere page={page} />
        </More>
      )}
      <More title={t('anonymity.title')}>
        <ul>
          <li>{t('anonymity.we')}</li>
          <li>{t('anonymity.sealed')}</li>
          <li>{t('anonymity.others')}</li>
          <li>{t('anonymity.leave')}</li>
        </ul>
      </More>
      {settings.texts.privacy && (
        <More title={t('first.privacy')}>
          <p>
            <Published of={settings.texts.privacy} page={page} />
          </p>
        </More>
      )}
      {settings.texts.legal && (
        <More title={t('first.law')}>
          <p>
            <Published of={settings.texts.legal} page={page} />
          </p>
        </More>
      )}
      {settings.partners.length > 0 && (
        <More title={t('first.partners')}>
          <Destinations page={page} destinations={settings.partners} />
        </More>
      )}
    </Layout>
  );
}

/** In which country reports are read, when, and who gets a copy at once. */
function ReadWhere({ page }: { page: PageContext }): JSX.Element {
  const { t, language, portal } = page;
  const { readIn, readWhen, safeguarding } = portal!.settings;
  return (
    <>
      {readIn !== undefined && <p>{t('first.read-in', { country: language.country(readIn) })}</p>}
      {readWhen !== undefined && (
        <p>
          <Published of={readWhen} page={page} />
        </p>
      )}
      {safeguarding !== undefined && (
        <p>
          {t('first.safeguarding', {
            name: page.text(safeguarding.name).text,
            country: language.country(safeguarding.country),
          })}
        </p>
      )}
    </>
  );
}

/** What whoever wants to know more opens. */
function More({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <details class="more">
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}
