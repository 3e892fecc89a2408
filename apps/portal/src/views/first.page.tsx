import type { JSX } from 'preact';
import { EmergencyNumbers, Layout, PhoneNumber, Published } from './layout.js';
import type { PageContext } from './page-context.js';

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
      <p class="actions">
        <a class="button" href={page.href('report')}>
          {t('first.start')}
        </a>
        <a class="button quiet" href={page.href('receipt')}>
          {t('first.receipt')}
        </a>
      </p>

      {Object.keys(settings.readBy).length > 0 && (
        <section aria-labelledby="who">
          <h2 id="who">{t('first.who')}</h2>
          <p>
            <Published of={settings.readBy} page={page} />
          </p>
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

      {settings.helplines.length > 0 && (
        <section aria-labelledby="help">
          <h2 id="help">{t('first.help')}</h2>
          <ul class="numbers">
            {settings.helplines.map(({ name, note, number, url }) => (
              <li key={page.text(name).text}>
                <span>
                  {url === undefined ? (
                    <Published of={name} page={page} />
                  ) : (
                    <a href={url} rel="noreferrer noopener">
                      <Published of={name} page={page} />
                    </a>
                  )}
                  {note && (
                    <span class="note">
                      <Published of={note} page={page} />
                    </span>
                  )}
                </span>{' '}
                {number !== undefined && <PhoneNumber number={number} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  );
}
