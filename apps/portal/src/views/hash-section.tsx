// The fingerprint of a picture: made by the script of this one page where somebody acts on it, else by a service.
import type { JSX } from 'preact';
import { Destinations } from './helplines.js';
import { Published } from './layout.js';
import type { PageContext } from './page-context.js';

/** The field for the picture has no name, so that no browser ever sends it; without the script it is not shown. */
export function HashSection({ page, value }: { page: PageContext; value: string }): JSX.Element | null {
  const { t, portal } = page;
  const { hashRecipient, hashService } = portal?.settings ?? {};
  if (hashRecipient === undefined || page.assets.scripts['fingerprint.js'] === undefined) {
    if (hashService === undefined) return null;
    return (
      <section class="panel" aria-labelledby="fingerprint-title">
        <h3 id="fingerprint-title">{t('hash.title')}</h3>
        <p>{t('hash.service')}</p>
        <Destinations page={page} destinations={[hashService]} newTab />
      </section>
    );
  }
  return (
    <section class="panel" aria-labelledby="fingerprint-title">
      <h3 id="fingerprint-title">{t('hash.title')}</h3>
      <p>
        {t('hash.lead')} <Published of={hashRecipient.name} page={page} />
      </p>
      {hashRecipient.note && (
        <p>
          <Published of={hashRecipient.note} page={page} />
        </p>
      )}
      <p>{t('hash.no-search')}</p>
      <noscript>
        <p>{t('hash.without')}</p>
      </noscript>
      <div
        id="fingerprint"
        hidden
        data-working={t('hash.working')}
        data-made={t('hash.made')}
        data-exact={t('hash.exact')}
        data-failed={t('hash.failed')}
      >
        <p>
          <label for="fingerprint-picture">{t('hash.choose')}</label>
          <input type="file" id="fingerprint-picture" accept="image/*" />
        </p>
        <p id="fingerprint-state" role="status" />
        <p>
          <button type="button" id="fingerprint-drop" class="quiet" hidden>
            {t('hash.drop')}
          </button>
        </p>
      </div>
      <input type="hidden" id="hashes" name="hashes" value={value} />
    </section>
  );
}
