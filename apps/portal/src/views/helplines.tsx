// People to talk to: those for the reader of the page first.
import type { JSX } from 'preact';
import type { Destination, Helpline, HelplineAudience } from '#libs/organisations';
import { PhoneNumber, Published } from './layout.js';
import type { PageContext } from './page-context.js';

/** How well a helpline fits: for these readers, for anyone, for others. */
function rankOf({ audiences }: Helpline, wanted: readonly HelplineAudience[]): number {
  if (audiences.some((one) => wanted.includes(one))) return 0;
  return audiences.length === 0 || audiences.includes('anyone') ? 1 : 2;
}

/**
 * The helplines, in the portal's order among those that fit alike.
 * @param audiences for whom; those for others alone are no help to them and are left out
 */
export function helplinesFor(
  helplines: readonly Helpline[],
  audiences: readonly HelplineAudience[],
): readonly Helpline[] {
  const ranked = helplines.map((line) => ({ line, rank: rankOf(line, audiences) }));
  return ranked
    .filter(({ rank }) => rank < 2)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ line }) => line);
}

interface HelplinesProps {
  readonly page: PageContext;
  readonly audiences?: readonly HelplineAudience[];
  /** On a page that would be lost on the way back, links open another tab. */
  readonly newTab?: boolean;
}

export function Helplines({ page, audiences, newTab }: HelplinesProps): JSX.Element | null {
  const all = page.portal?.settings.helplines ?? [];
  const lines = audiences === undefined ? all : helplinesFor(all, audiences);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="help">
      <h2 id="help">{page.t('first.help')}</h2>
      <Destinations page={page} destinations={lines} newTab={newTab} />
    </section>
  );
}

/** Names with a number or a link, and when they are there. */
export function Destinations({
  page,
  destinations,
  newTab = false,
}: {
  page: PageContext;
  destinations: readonly (Destination & Partial<Pick<Helpline, 'languages' | 'hours'>>)[];
  newTab?: boolean;
}): JSX.Element {
  const target = newTab ? { target: '_blank' } : {};
  return (
    <ul class="numbers">
      {destinations.map(({ name, note, number, url, hours, languages = [] }) => (
        <li key={page.text(name).text}>
          <span>
            {url === undefined ? (
              <Published of={name} page={page} />
            ) : (
              <>
                <a href={url} rel="noreferrer noopener" {...target}>
                  <Published of={name} page={page} />
                </a>
                {newTab && <span class="note">{page.t('link.new-tab')}</span>}
              </>
            )}
            {[note, hours].map(
              (text) =>
                text !== undefined && (
                  <span class="note">
                    <Published of={text} page={page} />
                  </span>
                ),
            )}
            {languages.length > 0 && (
              <span class="note">{languages.map((one) => page.language.languageName(one)).join(' · ')}</span>
            )}
          </span>{' '}
          {number !== undefined && <PhoneNumber number={number} />}
        </li>
      ))}
    </ul>
  );
}
