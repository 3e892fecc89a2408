import type { JSX } from 'preact';
import { MatterChoice } from './help.pages.js';
import { Destinations, Helplines } from './helplines.js';
import { EmergencyNumbers, Layout, Published } from './layout.js';
import type { PageContext } from './page-context.js';
import { Pictogram } from './pictogram.js';

/** The first page of a portal: danger first, then what this is, what it knows, and what not to do. */
export function FirstPage({ page }: { page: PageContext }): JSX.Element {
  const { t, portal } = page;
  const settings = portal!.settings;
  const hasNumbers = settings.emergency.length > 0;
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
      <p>{t('first.no-name')}</p>
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

      {Object.keys(settings.readBy).length > 0 && (
        <section aria-labelledby="who">
          <h2 id="who">{t('first.who')}</h2>
          <p>
            <Published of={settings.readBy} page={page} />
          </p>
          <ReadWhere page={page} />
          {settings.operatorKind !== undefined && (
            <p>
              <Published of={settings.operator} page={page} />
              <br />
              {t(`operator.${settings.operatorKind}`)}
            </p>
          )}
        </section>
      )}

      <section aria-labelledby="anonymity">
        <h2 id="anonymity">{t('anonymity.title')}</h2>
        <ul>
          <li>{t('anonymity.we')}</li>
          <li>{t('anonymity.sealed')}</li>
          <li>{t('anonymity.others')}</li>
          <li>{t('anonymity.leave')}</li>
        </ul>
      </section>

      <section aria-labelledby="dont">
        <h2 id="dont">{t('dont.title')}</h2>
        <ul>
          <li>{t('dont.search')}</li>
          <li>{t('dont.download')}</li>
          <li>{t('dont.forward')}</li>
        </ul>
        <p>{t('dont.why')}</p>
      </section>

      {settings.texts.legal && (
        <section aria-labelledby="law">
          <h2 id="law">{t('first.law')}</h2>
          <p>
            <Published of={settings.texts.legal} page={page} />
          </p>
        </section>
      )}

      {settings.texts.privacy && (
        <section aria-labelledby="privacy">
          <h2 id="privacy">{t('first.privacy')}</h2>
          <p>
            <Published of={settings.texts.privacy} page={page} />
          </p>
        </section>
      )}

      <Helplines page={page} />
      <Partners page={page} />
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

function Partners({ page }: { page: PageContext }): JSX.Element | null {
  const { partners } = page.portal!.settings;
  if (partners.length === 0) return null;
  return (
    <section aria-labelledby="partners">
      <h2 id="partners">{page.t('first.partners')}</h2>
      <Destinations page={page} destinations={partners} />
    </section>
  );
}
