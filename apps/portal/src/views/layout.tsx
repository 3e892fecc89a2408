// The frame of every page: one column, no script, no element that needs one.
import type { ComponentChildren, JSX } from 'preact';
import { directionOf, languageOf } from '../messages/translate.js';
import type { Localised } from '#libs/organisations';
import type { ScriptName } from '../assets.js';
import { leaveTo } from '../leave.js';
import { portalLooks } from '../portal-look.js';
import type { PageContext, PageName } from './page-context.js';

/** What tells which form's draft is deleted. */
export interface LeaveForm {
  readonly mark: string;
  readonly state: string;
}

interface LayoutProps {
  readonly page: PageContext;
  readonly title: string;
  /** Whether the title says that something is wrong with what was typed. */
  readonly isError?: boolean;
  /** Which page of the portal the language links lead to. */
  readonly here?: PageName;
  /** Our own, on the one page that has any. */
  readonly scripts?: readonly ScriptName[];
  /** On a page with the form: changing the language sends it along, and leaving deletes what was put by. */
  readonly form?: {
    /** What tells the form to stay on this page. */
    readonly stay: string;
    readonly leave?: LeaveForm;
  };
  readonly children: ComponentChildren;
}

export function Layout(props: LayoutProps): JSX.Element {
  const { page, title, isError = false, here, form, scripts = [], children } = props;
  const { language, portal, t, assets } = page;
  const name = portal && page.text(portal.settings.name);
  const look = portal && portalLooks.of(portal, assets);
  const brand = (
    <>
      {look?.logo === undefined ? (
        <img src={assets.path['lighthouse.svg']} width="40" height="40" alt="" />
      ) : (
        <img class="logo" src={look.logo.path} height="40" alt={page.text(look.logo.alt).text} />
      )}
      {name ? <Words of={name} /> : <span>{t('nav.first')}</span>}
    </>
  );
  const heading = isError ? t('error.prefix', { title }) : title;
  return (
    <html lang={language.locale} dir={language.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {/* Neutral: it stays in the history and stands above the window. */}
        <title>{heading}</title>
        <link rel="stylesheet" href={look?.css ?? assets.path['portal.css']} />
        <link rel="icon" type="image/svg+xml" href={assets.path['lighthouse.svg']} />
        {scripts.map((script) => (
          <script key={script} src={assets.scripts[script]} defer />
        ))}
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
          {/* No way out past what was put by: only buttons delete it. */}
          {form?.leave === undefined ? (
            <a class="brand" href={page.href()}>
              {brand}
            </a>
          ) : (
            <p class="brand">{brand}</p>
          )}
          {portal && <Leave page={page} leave={form?.leave} />}
          {form === undefined && <Languages page={page} here={here} />}
        </header>
        <main id="main">{children}</main>
        {portal && (
          <footer class="foot">
            {form && <Languages page={page} here={here} stay={form.stay} />}
            <p>
              <Published of={portal.settings.operator} page={page} />
            </p>
          </footer>
        )}
      </body>
    </html>
  );
}

/** The same page in the portal's other languages: links, or buttons that send the form along. */
function Languages({
  page,
  here,
  stay,
}: {
  page: PageContext;
  here?: PageName;
  stay?: string;
}): JSX.Element | null {
  const { portal, language, t } = page;
  if (portal === undefined || portal.spoken.length < 2) return null;
  return (
    <nav class="languages" aria-label={t('nav.languages')}>
      <ul>
        {portal.spoken.map((locale) => {
          const name = languageOf(locale).t('language.name');
          const spoken = { lang: locale, dir: directionOf(locale) };
          const isCurrent = locale === language.locale;
          return (
            <li key={locale}>
              {stay === undefined || isCurrent ? (
                <a
                  {...spoken}
                  {...(stay === undefined ? { href: page.href(here, locale) } : {})}
                  hreflang={locale}
                  aria-current={isCurrent ? 'true' : undefined}
                >
                  {name}
                </a>
              ) : (
                <button
                  {...spoken}
                  type="submit"
                  form="report"
                  formaction={page.href(here, locale)}
                  name="go"
                  value={stay}
                >
                  {name}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** The way out: a link, or once something was put by a form that deletes it first. */
function Leave({ page, leave }: { page: PageContext; leave?: LeaveForm }): JSX.Element {
  const words = page.t('nav.leave');
  if (leave === undefined) {
    return (
      <a class="leave" href={leaveTo(page.portal)} rel="noreferrer noopener">
        {words}
      </a>
    );
  }
  return (
    <form class="leave-form" method="post" action={page.href('report')}>
      <input type="hidden" name="mark" value={leave.mark} />
      <input type="hidden" name="state" value={leave.state} />
      <button type="submit" class="leave" name="go" value="leave-1">
        {words}
      </button>
    </form>
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

/** What was typed and cannot be sent, to be copied. */
export function Unsent({
  page,
  typed,
  children,
}: {
  page: PageContext;
  typed: JSX.Element;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <section aria-labelledby="unsent">
      <h2 id="unsent">{page.t('unsent.title')}</h2>
      <p>{page.t('unsent.text')}</p>
      {typed}
      {children}
    </section>
  );
}
