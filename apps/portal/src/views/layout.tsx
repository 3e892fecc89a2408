// The frame of every page: one column, no script, no element that needs one.
import type { ComponentChildren, JSX } from 'preact';
import { directionOf, languageOf } from '../messages/translate.js';
import type { Localised } from '#libs/organisations';
import type { PageContext } from './page-context.js';

interface LayoutProps {
  readonly page: PageContext;
  readonly title: string;
  /** Whether the title says that something is wrong with what was typed. */
  readonly isError?: boolean;
  /** Which page of the portal the language links lead to. */
  readonly here?: 'report' | 'receipt';
  readonly children: ComponentChildren;
}

export function Layout({ page, title, isError = false, here, children }: LayoutProps): JSX.Element {
  const { language, portal, t, assets } = page;
  const name = portal && page.text(portal.settings.name);
  const heading = isError ? t('error.prefix', { title }) : title;
  return (
    <html lang={language.locale} dir={language.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{name ? `${heading} – ${name.text}` : heading}</title>
        <link rel="stylesheet" href={assets.path['portal.css']} />
        <link rel="icon" type="image/svg+xml" href={assets.path['lighthouse.svg']} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('nav.skip')}
        </a>
        {portal?.isDemonstration && (
          <aside class="demo" aria-label={t('demo.label')}>
            {t('demo.banner')}
          </aside>
        )}
        <header class="top">
          <a class="brand" href={page.href()}>
            <img src={assets.path['lighthouse.svg']} width="40" height="40" alt="" />
            {name ? <Words of={name} /> : <span>{t('nav.first')}</span>}
          </a>
          {portal && portal.spoken.length > 1 && (
            <nav class="languages" aria-label={t('nav.languages')}>
              <ul>
                {portal.spoken.map((locale) => (
                  <li key={locale}>
                    <a
                      href={page.href(here, locale)}
                      lang={locale}
                      dir={directionOf(locale)}
                      hreflang={locale}
                      aria-current={locale === language.locale ? 'true' : undefined}
                    >
                      {languageOf(locale).t('language.name')}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </header>
        <main id="main">{children}</main>
        {portal && (
          <footer class="foot">
            <p>
              <Published of={portal.settings.operator} page={page} />
            </p>
          </footer>
        )}
      </body>
    </html>
  );
}

/** Words that may be in another language than the page. */
export function Words({ of }: { of: { text: string; locale: string } }): JSX.Element {
  return (
    <span lang={of.locale} dir={directionOf(of.locale)}>
      {of.text}
    </span>
  );
}

/** A text that the portal publishes. */
export function Published({ of, page }: { of: Localised; page: PageContext }): JSX.Element {
  const found = page.text(of);
  return found.locale === page.language.locale ? <>{found.text}</> : <Words of={found} />;
}

/** A number to call, in the order in which it is dialled whatever the direction of the page. */
export function PhoneNumber({ number }: { number: string }): JSX.Element {
  return (
    <a
      class="number"
      href={`tel:${encodeURIComponent(number.replace(/[ ()/.-]/g, '')).replaceAll('%2B', '+')}`}
    >
      <bdi dir="ltr">{number}</bdi>
    </a>
  );
}

/** The numbers to call when a child is in danger. */
export function EmergencyNumbers({ page }: { page: PageContext }): JSX.Element | null {
  const numbers = page.portal?.settings.emergency ?? [];
  if (numbers.length === 0) return null;
  return (
    <ul class="numbers">
      {numbers.map(({ label, number }) => (
        <li key={number}>
          <Published of={label} page={page} /> <PhoneNumber number={number} />
        </li>
      ))}
    </ul>
  );
}

/** Something that the reader must know before anything else on the page. */
export function Notice({
  title,
  kind = 'info',
  children,
}: {
  title: string;
  kind?: 'info' | 'problem' | 'good';
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`notice ${kind}`} role="alert" aria-labelledby="notice-title" tabIndex={-1}>
      <h2 id="notice-title">{title}</h2>
      {children}
    </div>
  );
}
