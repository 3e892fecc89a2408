import type { JSX } from 'preact';
import { SUBMISSION_LIMITS, type FieldError } from '#libs/reports';
import {
  FIELD_ORDER,
  LAST_STEP,
  LIMITS,
  type FormField,
  type ReportForm,
  type Step,
} from '../journey/report-form.js';
import type { MessageKey } from '../messages/translate.js';
import { Trap } from './field.js';
import { BackLink } from './help.pages.js';
import { Helplines } from './helplines.js';
import { Layout, Notice } from './layout.js';
import type { PageContext } from './page-context.js';
import {
  ContactSection,
  DetailSection,
  PlaceChoice,
  Summary,
  WhatSection,
  WhereSection,
  type SectionProps,
} from './report-sections.js';

export type FormErrors = Partial<Record<FormField, FieldError>>;
export type FormNotice = 'stale' | 'used' | 'away' | 'files';

export interface ReportPageProps {
  readonly page: PageContext;
  readonly form: ReportForm;
  readonly mark: string;
  /** Which part of the form; without one, all of it on one page. */
  readonly step?: Step;
  /** The answers so far, encrypted. */
  readonly state?: string;
  /** Whether the address was put by. */
  readonly isKept?: boolean;
  readonly today: Date;
  readonly errors?: FormErrors;
  readonly notice?: FormNotice;
}

function errorText({ t }: PageContext, field: FormField, code: FieldError, today: Date): string {
  const example = today.toISOString().slice(0, 10);
  const particular: Partial<Record<string, MessageKey>> = {
    'urls address-or-place': 'error.urls.address-or-place',
    'urls too-many': 'error.urls.too-many',
    'urls too-long': 'error.urls.too-long',
    'seenAt date-form': 'error.seenAt.date-form',
    'seenAt date-in-future': 'error.seenAt.date-in-future',
    'contactEmail email-form': 'error.contactEmail.email-form',
  };
  const key = particular[`${field} ${code}`] ?? (code === 'too-long' ? 'error.too-long' : 'error.malformed');
  return t(key, { example, limit: code === 'too-many' ? SUBMISSION_LIMITS.urls : (LIMITS[field] ?? 0) });
}

/** The form, a step or all of it, with what was typed, what is wrong with it, and why it is shown again. */
export function ReportPage(props: ReportPageProps): JSX.Element {
  const { page, form, mark, step, state, isKept = false, today, errors = {}, notice } = props;
  const { t } = page;
  const wrong = FIELD_ORDER.flatMap((field) => {
    const code = errors[field];
    return code === undefined ? [] : [{ field, text: errorText(page, field, code, today) }];
  });
  const errorOf = (field: FormField) => wrong.find((one) => one.field === field)?.text;
  const title = step === undefined ? t('title.form') : t('title.step', { step, last: LAST_STEP });
  const section: SectionProps = { page, form, errorOf, alone: step !== undefined };
  return (
    <Layout
      page={page}
      title={title}
      isError={wrong.length > 0}
      here="report"
      form={{
        stay: `stay-${step ?? 'all'}`,
        leave: isKept && state !== undefined ? { mark, state } : undefined,
      }}
    >
      {(step === undefined || step === 1) && !isKept && <BackLink page={page} to={page.href()} />}
      {wrong.length > 0 && (
        <Notice title={t('error.summary')} kind="problem">
          <ul>
            {wrong.map(({ field, text }) => (
              <li key={field}>
                <a href={`#${field === 'kind' ? 'kind-0' : field}`}>{text}</a>
              </li>
            ))}
          </ul>
          <p>{t('error.kept')}</p>
        </Notice>
      )}
      {notice !== undefined && (
        <Notice title={t(`notice.${notice}.title`)} kind={notice === 'files' ? 'problem' : 'info'}>
          <p>{t(`notice.${notice}.text`)}</p>
          {notice !== 'files' && (
            <p>
              <button type="submit" form="report" name="go" value={`send-${step ?? 'all'}`}>
                {t('notice.again')}
              </button>
            </p>
          )}
        </Notice>
      )}
      {step !== undefined && <p class="progress">{t('form.step', { step, last: LAST_STEP })}</p>}
      <h1>{t(step === undefined ? 'form.title' : `form.step.${step}`)}</h1>
      {(step === undefined || step === 1) && <p>{t(step === 1 ? 'form.intro.steps' : 'form.intro')}</p>}
      {(step === undefined || step <= 2) && isKept && <p class="kept">{t('form.kept')}</p>}
      {step === 3 && <p>{t('form.step.3.text')}</p>}
      <form id="report" method="post" action={page.href('report')} novalidate autocomplete="off">
        <input type="hidden" name="mark" value={mark} />
        {state !== undefined && <input type="hidden" name="state" value={state} />}
        {step === undefined ? <AllSections {...section} /> : <OneSection step={step} {...section} />}
        <Trap page={page} value={form.website} />
        <Buttons page={page} step={step} isKept={isKept} />
        {step !== undefined && step > 1 && <p class="hint">{t('form.back')}</p>}
        {step === 1 && <PlaceChoice page={page} form={form} />}
        {step === 1 && <OtherWays page={page} />}
      </form>
      {step === 1 && (
        <section class="panel" aria-labelledby="dont">
          <h2 id="dont">{t('dont.title')}</h2>
          <ul>
            <li>{t('dont.search')}</li>
            <li>{t('dont.download')}</li>
            <li>{t('dont.forward')}</li>
          </ul>
          <p>{t('dont.why')}</p>
        </section>
      )}
      {form.kind === 'self-report' && step !== 1 && <Helplines page={page} audiences={['children']} newTab />}
    </Layout>
  );
}

/** Other pages than the next: buttons, so that what was typed goes along and what was put by is seen to. */
function OtherWays({ page }: { page: PageContext }): JSX.Element {
  const { t } = page;
  return (
    <ul class="ways">
      {(
        [
          ['help-1', 'help.link'],
          ['elsewhere-1', 'about.elsewhere'],
          ['all-1', 'form.all'],
        ] as const
      ).map(([go, words]) => (
        <li key={go}>
          <button type="submit" class="quiet plain" name="go" value={go}>
            {t(words)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function OneSection({ step, ...section }: SectionProps & { step: Step }): JSX.Element {
  switch (step) {
    case 1:
      return <WhereSection {...section} />;
    case 2:
      return <WhatSection {...section} />;
    case 3:
      return <DetailSection {...section} />;
    case 4:
      return (
        <>
          <Summary page={section.page} form={section.form} />
          <ContactSection {...section} />
        </>
      );
  }
}

function AllSections(section: SectionProps): JSX.Element {
  const { t } = section.page;
  return (
    <>
      <fieldset aria-describedby="where-hint">
        <legend>
          <h2>{t('form.where')}</h2>
        </legend>
        <p class="hint" id="where-hint">
          {t('form.where.hint')}
        </p>
        <WhereSection {...section} />
      </fieldset>
      <WhatSection {...section} />
      <DetailSection {...section} />
      <ContactSection {...section} />
    </>
  );
}

/** What Enter presses stands first. */
function Buttons({ page, step, isKept }: { page: PageContext; step?: Step; isKept: boolean }): JSX.Element {
  const { t } = page;
  // The way back to the first page leads past no draft.
  const first = isKept && (
    <button type="submit" class="quiet plain" name="go" value="first-1">
      {t('form.drop')}
    </button>
  );
  if (step === undefined) {
    return (
      <p class="actions">
        <button type="submit">{t('form.send')}</button>
        {first}
      </p>
    );
  }
  const isLast = step === LAST_STEP;
  return (
    <p class="actions">
      <button type="submit" name="go" value={`${isLast ? 'send' : 'next'}-${step}`}>
        {t(isLast ? 'form.send' : 'form.next')}
      </button>
      {step > 1 && !isLast && (
        <button type="submit" class="quiet" name="go" value={`send-${step}`}>
          {t('form.send-now')}
        </button>
      )}
      {step > 1 && (
        <button type="submit" class="quiet plain" name="go" value={`back-${step}`}>
          {t('nav.back')}
        </button>
      )}
      {step === 1 && first}
    </p>
  );
}
