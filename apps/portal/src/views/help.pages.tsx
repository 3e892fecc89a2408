// Pages for those concerned: what it is about, how old they are, and where help is. The form is in concern.page.tsx.
import type { JSX } from 'preact';
import { OUT_OF_SCOPE_TOPICS, type HelplineAudience } from '#libs/organisations';
import { draftIn, type Carried } from '../journey/carried.js';
import { AGES, isYoung, MATTERS, type Age, type Matter } from '../journey/concern-form.js';
import { Hidden } from './field.js';
import { Destinations, Helplines, helplinesFor } from './helplines.js';
import { EmergencyNumbers, Layout, type LeaveForm } from './layout.js';
import type { PageContext } from './page-context.js';
import { Pictogram } from './pictogram.js';

/**
 * Each matter a button, so that the address of the page tells nothing of which it is.
 * @param carried what was typed before; the buttons of the languages send it along as well
 */
export function MatterChoice({ page, carried }: { page: PageContext; carried?: Carried }): JSX.Element {
  return (
    <form id={carried && 'report'} method="post" action={page.href('help')}>
      {carried && <Hidden values={carried} />}
      <ul class="kinds">
        {MATTERS.map((matter) => (
          <li key={matter}>
            <button type="submit" class="kind" name="about" value={matter}>
              <Pictogram of={matter} />
              <span>{page.t(`about.${matter}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}

/** @param carried what was typed in another form, which the page then leads back to */
export function MatterPage({ page, carried }: { page: PageContext; carried?: Carried }): JSX.Element {
  const { t } = page;
  const { mark, state } = carried ?? {};
  return (
    <Layout page={page} title={t('title.first')} here="help" form={carried && formOf(carried)}>
      {mark !== undefined && state !== undefined ? (
        <BackButton page={page} to={page.href('report')} go="resume-1" carried={{ mark, state }} />
      ) : (
        <BackLink page={page} to={page.href()} />
      )}
      <StillKept page={page} carried={carried} />
      <h1>{t('help.title')}</h1>
      <p>{t('help.lead')}</p>
      <MatterChoice page={page} carried={carried} />
      <DangerNow page={page} />
      <Helplines page={page} newTab={carried !== undefined} />
      {carried === undefined && (
        <>
          <p>
            <a href={page.href('report')}>{t('first.saw')}</a>
          </p>
          <p>
            <a href={page.href('elsewhere')}>{t('about.elsewhere')}</a>
          </p>
        </>
      )}
    </Layout>
  );
}

interface AgeProps {
  readonly page: PageContext;
  readonly matter: Matter;
  readonly carried?: Carried;
}

export function AgePage({ page, matter, carried = {} }: AgeProps): JSX.Element {
  const { t } = page;
  const hasTyped = Object.keys(carried).length > 0;
  return (
    <Layout page={page} title={t('title.first')} here="help" form={formOf(carried)}>
      {hasTyped ? (
        <BackButton page={page} to={page.href('help')} go="stay" carried={carried} />
      ) : (
        <BackLink page={page} to={page.href('help')} />
      )}
      <StillKept page={page} carried={carried} />
      <h1>{t(matter === 'child' ? 'help.age.child' : 'help.age.self')}</h1>
      <p>{t(matter === 'thoughts' ? 'help.age.why-thoughts' : 'help.age.why')}</p>
      <form id="report" method="post" action={page.href('help')}>
        <input type="hidden" name="about" value={matter} />
        <Hidden values={carried} />
        <ul class="kinds ages">
          {AGES.map((age) => (
            <li key={age}>
              <button type="submit" class="kind" name="age" value={age}>
                {t(`age.${age}`)}
              </button>
            </li>
          ))}
        </ul>
      </form>
      <DangerNow page={page} />
      <Helplines page={page} audiences={audiencesOf(matter)} newTab />
    </Layout>
  );
}

/** Where help is. Nothing is asked and nothing sent. */
export function ThoughtsPage({ page, age }: { page: PageContext; age: Age }): JSX.Element {
  const { t, portal } = page;
  const hasNumbers = (portal?.settings.emergency.length ?? 0) > 0;
  const fitting = helplinesFor(portal?.settings.helplines ?? [], audiencesOf('thoughts', age));
  return (
    <Layout page={page} title={t('title.first')} here="help" form={{ stay: 'stay' }}>
      <BackLink page={page} to={page.href('help')} />
      <h1>{t('about.thoughts')}</h1>
      <p class="lead">{t(isYoung(age) ? 'thoughts.lead.young' : 'thoughts.lead.adult')}</p>
      <Helplines page={page} audiences={audiencesOf('thoughts', age)} newTab />
      {fitting.length === 0 && <p>{t('thoughts.none')}</p>}
      <section class="danger">
        <p>{t('thoughts.now')}</p>
        {hasNumbers ? <EmergencyNumbers page={page} /> : null}
      </section>
      <p>{t('thoughts.nothing')}</p>
      {/* For the buttons of the languages alone. */}
      <form id="report" method="post" action={page.href('help')}>
        <input type="hidden" name="about" value="thoughts" />
        <input type="hidden" name="age" value={age} />
      </form>
    </Layout>
  );
}

interface ElsewhereProps {
  readonly page: PageContext;
  /** The form that it was reached from. */
  readonly carried?: LeaveForm;
  readonly isKept?: boolean;
}

/** Where to go with what this portal is not for. */
export function ElsewherePage({ page, carried, isKept = false }: ElsewhereProps): JSX.Element {
  const { t } = page;
  const destinations = page.portal?.settings.outOfScope ?? [];
  const topics = OUT_OF_SCOPE_TOPICS.filter((topic) => destinations.some((one) => one.topic === topic));
  return (
    <Layout
      page={page}
      title={t('title.first')}
      here={carried ? 'report' : 'elsewhere'}
      form={carried && { stay: 'elsewhere-all', leave: isKept ? carried : undefined }}
    >
      {carried ? (
        <BackButton page={page} to={page.href('report')} go="resume-1" carried={{ ...carried }} />
      ) : (
        <BackLink page={page} to={page.href()} />
      )}
      <h1>{t('elsewhere.title')}</h1>
      {isKept && <p class="kept">{t('form.kept')}</p>}
      <p>{t(topics.length > 0 ? 'elsewhere.lead' : 'elsewhere.none')}</p>
      {topics.map((topic) => (
        <section key={topic} aria-labelledby={`topic-${topic}`}>
          <h2 id={`topic-${topic}`}>{t(`topic.${topic}`)}</h2>
          <Destinations
            page={page}
            destinations={destinations.filter((one) => one.topic === topic)}
            newTab={carried !== undefined}
          />
        </section>
      ))}
      <section class="panel">
        <p>{t('elsewhere.still')}</p>
        {carried ? (
          <form id="report" method="post" action={page.href('report')}>
            <Hidden values={{ ...carried }} />
            <button type="submit" name="go" value="resume-1">
              {t('elsewhere.resume')}
            </button>
          </form>
        ) : (
          <p>
            <a class="button" href={page.href('report')}>
              {t('first.start')}
            </a>
          </p>
        )}
      </section>
      <DangerNow page={page} />
    </Layout>
  );
}

/**
 * After the code was kept: it is on the screen no more.
 * @param isAgain whether the same form came once more
 */
export function KeptPage({ page, isAgain = false }: { page: PageContext; isAgain?: boolean }): JSX.Element {
  const { t } = page;
  return (
    <Layout page={page} title={t('title.kept')} here="kept">
      <h1>{t('kept.title')}</h1>
      <p>{t(isAgain ? 'kept.again' : 'kept.text')}</p>
      <p class="actions">
        <a class="button quiet" href={page.href('receipt')}>
          {t('receipt.title')}
        </a>
        <a class="button quiet" href={page.href()}>
          {t('nav.first')}
        </a>
      </p>
      <Helplines page={page} />
    </Layout>
  );
}

/** Whom a page's helplines are for. */
export function audiencesOf(matter: Matter, age: Age = 'unsaid'): readonly HelplineAudience[] {
  if (matter === 'thoughts') return ['own-thoughts'];
  if (matter === 'child') return ['parents'];
  return isYoung(age) ? ['children'] : ['adults-harmed'];
}

export function BackLink({ page, to }: { page: PageContext; to: string }): JSX.Element {
  return (
    <p class="way-back">
      <a class="back" href={to}>
        {page.t('nav.back')}
      </a>
    </p>
  );
}

function formOf(carried: Carried) {
  return { stay: 'stay', leave: draftIn(carried) };
}

/** The way back to a page that shows what was typed. */
export function BackButton({
  page,
  to,
  go,
  carried,
}: {
  page: PageContext;
  to: string;
  go: string;
  carried: Carried;
}): JSX.Element {
  return (
    <form class="way-back" method="post" action={to}>
      <Hidden values={carried} />
      <button type="submit" class="back" name="go" value={go}>
        {page.t('nav.back')}
      </button>
    </form>
  );
}

/** Said as long as what was put by could not be deleted; each further page tries again. */
export function StillKept({ page, carried }: { page: PageContext; carried?: Carried }): JSX.Element | null {
  if (carried?.kept === undefined) return null;
  return <p class="kept">{page.t('help.still-kept')}</p>;
}

/** The numbers to call, on every page of those concerned. */
export function DangerNow({ page }: { page: PageContext }): JSX.Element {
  const { t } = page;
  const hasNumbers = (page.portal?.settings.emergency.length ?? 0) > 0;
  return (
    <section class="danger" aria-labelledby="danger">
      <h2 id="danger">{t('danger.title')}</h2>
      <p>{t(hasNumbers ? 'danger.call' : 'danger.call-local')}</p>
      <EmergencyNumbers page={page} />
    </section>
  );
}
