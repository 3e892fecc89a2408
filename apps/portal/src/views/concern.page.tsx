// What those concerned are told and asked: advice first, then a short form on one page.
import type { JSX } from 'preact';
import { SUBMISSION_LIMITS, type Concern } from '#libs/reports';
import { draftIn, type Carried } from '../journey/carried.js';
import {
  CONCERN_LIMITS,
  FIELDS_OF,
  isYoung,
  type Age,
  type ConcernErrors,
  type ConcernField,
  type ConcernForm,
} from '../journey/concern-form.js';
import { STILL_THERE } from '../journey/report-form.js';
import type { MessageKey } from '../messages/translate.js';
import { Field, Hidden, TextArea, Trap } from './field.js';
import { HashSection } from './hash-section.js';
import { audiencesOf, DangerNow, StillKept } from './help.pages.js';
import { Helplines } from './helplines.js';
import { Layout, Notice } from './layout.js';
import type { PageContext } from './page-context.js';
import { Pictogram } from './pictogram.js';
import type { FormNotice } from './report.page.js';
import { isAsked, Rows } from './report-sections.js';
import { YesNo } from './yes-no.js';

const ADVICE: Readonly<Record<Concern, readonly MessageKey[]>> = {
  picture: ['picture.do.search', 'picture.do.send', 'picture.do.tell'],
  threat: ['threat.do.pay', 'threat.do.keep', 'threat.do.stop', 'threat.do.tell'],
  child: ['child.do.listen', 'child.do.leave', 'child.do.name'],
};

export interface ConcernPageProps {
  readonly page: PageContext;
  readonly concern: Concern;
  readonly age: Age;
  readonly form: ConcernForm;
  readonly mark: string;
  /** From the form in steps, for the way back to it. */
  readonly carried?: Carried;
  readonly errors?: ConcernErrors;
  readonly notice?: FormNotice;
}

interface AskProps {
  readonly page: PageContext;
  readonly concern: Concern;
  readonly form: ConcernForm;
  readonly errorOf: (field: ConcernField) => string | undefined;
}

function leadOf(concern: Concern, age: Age): MessageKey {
  if (concern === 'child') return 'child.lead';
  return `${concern}.lead.${isYoung(age) ? 'young' : 'adult'}`;
}

function errorText(
  { t }: PageContext,
  field: ConcernField,
  code: NonNullable<ConcernErrors[ConcernField]>,
): string {
  if (code === 'empty') return t('concern.empty');
  if (code === 'email-form') return t('error.contactEmail.email-form');
  if (code === 'too-many') return t('error.urls.too-many', { limit: SUBMISSION_LIMITS.urls });
  if (code === 'too-long') {
    return t(field === 'urls' ? 'error.urls.too-long' : 'error.too-long', {
      limit: CONCERN_LIMITS[field] ?? 0,
    });
  }
  return t('error.malformed');
}

export function ConcernPage(props: ConcernPageProps): JSX.Element {
  const { page, concern, age, form, mark, carried = {}, errors = {}, notice } = props;
  const { t } = page;
  const wrong = FIELDS_OF[concern].flatMap((field) => {
    const code = errors[field];
    return code === undefined ? [] : [{ field, text: errorText(page, field, code) }];
  });
  const ask: AskProps = {
    page,
    concern,
    form,
    errorOf: (field) => wrong.find((one) => one.field === field)?.text,
  };
  return (
    <Layout
      page={page}
      title={t('title.first')}
      isError={wrong.length > 0}
      here="help"
      form={{ stay: 'stay', leave: draftIn({ ...carried, mark }) }}
      scripts={takesHashes(page, concern) ? ['fingerprint.js'] : []}
    >
      {wrong.length > 0 && (
        <Notice title={t('error.summary')} kind="problem">
          <ul>
            {wrong.map(({ field, text }) => (
              <li key={field}>
                <a href={`#${field}`}>{text}</a>
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
              <button type="submit" form="report" name="go" value="send">
                {t('notice.again')}
              </button>
            </p>
          )}
        </Notice>
      )}
      <StillKept page={page} carried={carried} />
      <h1 class="with-pictogram">
        <Pictogram of={concern} />
        {t(`about.${concern}`)}
      </h1>
      <p class="lead">{t(leadOf(concern, age))}</p>
      <ul>
        {ADVICE[concern].map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
      <Helplines page={page} audiences={audiencesOf(concern, age)} newTab />
      <DangerNow page={page} />
      <h2>{t('concern.form')}</h2>
      <p>{t('concern.form.hint')}</p>
      <form id="report" method="post" action={page.href('help')} novalidate autocomplete="off">
        <input type="hidden" name="about" value={concern} />
        <input type="hidden" name="age" value={age} />
        <input type="hidden" name="mark" value={mark} />
        <Hidden values={carried} />
        {askedOf(page, concern).map((field) => (
          <Question key={field} field={field} {...ask} />
        ))}
        <Trap page={page} value={form.website} />
        <p class="actions">
          <button type="submit" name="go" value="send">
            {t('concern.send')}
          </button>
          <button type="submit" class="quiet plain" name="go" value="back">
            {t('nav.back')}
          </button>
        </p>
        <p class="hint">{t('form.back')}</p>
      </form>
    </Layout>
  );
}

/** What is asked: a portal may leave the e-mail address out. */
function askedOf(page: PageContext, concern: Concern): readonly ConcernField[] {
  return FIELDS_OF[concern].filter((field) => field !== 'contactEmail' || isAsked(page, 'contact'));
}

/** What was typed, by its questions. */
export function ConcernTyped({
  page,
  concern,
  form,
}: Pick<AskProps, 'page' | 'concern' | 'form'>): JSX.Element {
  const { t } = page;
  const shared = STILL_THERE.find((one) => one === form.shared);
  const inDanger = t(concern === 'child' ? 'form.danger' : 'concern.danger');
  return (
    <Rows
      rows={[
        [t(`concern.story.${concern}`), form.story, 'auto'],
        [t('concern.urls'), form.urls, 'ltr'],
        [t('concern.app'), form.app, 'auto'],
        [t(`concern.account.${concern}`), form.account, 'auto'],
        [t('concern.until'), form.until, 'auto'],
        [t('concern.shared'), shared === undefined ? '' : t(`form.still.${shared}`), 'auto'],
        [inDanger, form.childInDanger ? t('form.still.yes') : '', 'auto'],
        [t('form.contactEmail'), form.contactEmail, 'ltr'],
      ]}
    />
  );
}

/** Whether somebody acts on fingerprints that the page makes; they are made with a picture of oneself alone. */
export function takesHashes({ portal, assets }: PageContext, concern: Concern): boolean {
  const canBeMade = assets.scripts['fingerprint.js'] !== undefined;
  return concern === 'picture' && canBeMade && portal?.settings.hashRecipient !== undefined;
}

function Question({
  field,
  page,
  concern,
  form,
  errorOf,
}: AskProps & { field: ConcernField }): JSX.Element | null {
  const { t } = page;
  const optional = t('form.optional');
  switch (field) {
    case 'story':
      return (
        <Field
          name="story"
          label={t(`concern.story.${concern}`)}
          hint={t('concern.story.hint')}
          error={errorOf('story')}
        >
          {(ids) => <TextArea {...ids} name="story" rows={5} value={form.story} dir="auto" />}
        </Field>
      );
    case 'urls':
      return (
        <Field
          name="urls"
          label={t('concern.urls')}
          hint={t('concern.urls.hint')}
          error={errorOf('urls')}
          optional={optional}
        >
          {(ids) => (
            <TextArea
              {...ids}
              name="urls"
              rows={2}
              value={form.urls}
              dir="ltr"
              spellcheck={false}
              autocapitalize="off"
              inputmode="url"
            />
          )}
        </Field>
      );
    case 'app':
      return <Line name="app" label={t('concern.app')} {...{ page, form, errorOf }} />;
    case 'account':
      return (
        <Line
          name="account"
          label={t(`concern.account.${concern}`)}
          hint={t('concern.account.hint')}
          {...{ page, form, errorOf }}
        />
      );
    case 'until':
      return (
        <Line
          name="until"
          label={t('concern.until')}
          hint={t('concern.until.hint')}
          {...{ page, form, errorOf }}
        />
      );
    case 'shared':
      return (
        <YesNo page={page} name="shared" question={t('concern.shared')} level="h3" value={form.shared} />
      );
    case 'hashes':
      return <HashSection page={page} value={form.hashes} />;
    case 'childInDanger':
      return (
        <div class="choice danger">
          <input
            type="checkbox"
            id="childInDanger"
            name="childInDanger"
            value="1"
            checked={form.childInDanger}
            aria-describedby="danger-hint"
          />
          <label for="childInDanger">{t(concern === 'child' ? 'form.danger' : 'concern.danger')}</label>
          <p id="danger-hint" class="also">
            {t('form.danger.hint-local')}
          </p>
        </div>
      );
    case 'contactEmail':
      return (
        <Field
          name="contactEmail"
          label={t('form.contactEmail')}
          hint={t(page.portal?.sendsLetters ? 'concern.contact.hint' : 'concern.contact.hint.off')}
          error={errorOf('contactEmail')}
          optional={optional}
        >
          {(ids) => (
            <input
              {...ids}
              type="email"
              name="contactEmail"
              value={form.contactEmail}
              dir="ltr"
              autocomplete="off"
              spellcheck={false}
            />
          )}
        </Field>
      );
    default:
      return null;
  }
}

function Line({
  name,
  label,
  hint,
  page,
  form,
  errorOf,
}: Omit<AskProps, 'concern'> & {
  name: 'app' | 'account' | 'until';
  label: string;
  hint?: string;
}): JSX.Element {
  return (
    <Field name={name} label={label} hint={hint} error={errorOf(name)} optional={page.t('form.optional')}>
      {(ids) => (
        <input
          {...ids}
          type="text"
          name={name}
          value={form[name]}
          dir="auto"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
        />
      )}
    </Field>
  );
}
