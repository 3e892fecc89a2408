import type { JSX } from 'preact';
import {
  REPORT_KINDS,
  SUBMISSION_LIMITS,
  type FieldError,
  type FieldErrors,
  type SubmissionField,
} from '#libs/reports';
import type { MessageKey } from '../messages/translate.js';
import { Field, TextArea } from './field.js';
import { EmergencyNumbers, Layout, Notice } from './layout.js';
import type { PageContext } from './page-context.js';

/** What stands in the fields, as typed. */
export interface ReportForm {
  readonly urls: string;
  readonly place: string;
  readonly kind: string;
  readonly seenAt: string;
  readonly childInDanger: boolean;
  readonly comment: string;
  readonly contactEmail: string;
  /** A field that people do not see: what fills it in is a machine, or a browser that means well. */
  readonly website: string;
}

export const EMPTY_FORM: ReportForm = {
  urls: '', place: '', kind: '', seenAt: '', childInDanger: false, comment: '', contactEmail: '', website: '',
}; // prettier-ignore

export type FormErrors = FieldErrors & { readonly website?: 'trap' };
export type FormNotice = 'stale' | 'used' | 'away' | 'files';

interface ReportPageProps {
  readonly page: PageContext;
  readonly form: ReportForm;
  readonly mark: string;
  readonly today: Date;
  readonly errors?: FormErrors;
  readonly notice?: FormNotice;
}

const FIELD_ORDER = ['urls', 'place', 'kind', 'seenAt', 'comment', 'contactEmail', 'website'] as const;
const LIMITS: Partial<Record<SubmissionField, number>> = {
  place: SUBMISSION_LIMITS.placeCharacters,
  comment: SUBMISSION_LIMITS.commentCharacters,
  contactEmail: SUBMISSION_LIMITS.emailCharacters,
};

function errorText({ t }: PageContext, field: string, code: FieldError | 'trap', today: Date): string {
  const example = today.toISOString().slice(0, 10);
  const particular: Partial<Record<string, MessageKey>> = {
    'urls address-or-place': 'error.urls.address-or-place',
    'urls too-many': 'error.urls.too-many',
    'urls too-long': 'error.urls.too-long',
    'seenAt date-form': 'error.seenAt.date-form',
    'seenAt date-in-future': 'error.seenAt.date-in-future',
    'contactEmail email-form': 'error.contactEmail.email-form',
    'website trap': 'error.trap',
  };
  const key = particular[`${field} ${code}`] ?? (code === 'too-long' ? 'error.too-long' : 'error.malformed');
  const urlLimit = code === 'too-many' ? SUBMISSION_LIMITS.urls : SUBMISSION_LIMITS.urlCharacters;
  const limit = field === 'urls' ? urlLimit : (LIMITS[field as SubmissionField] ?? 0);
  return t(key, { example, limit });
}

/** The form, with what was typed, what is wrong with it, and why it is shown again. */
export function ReportPage({ page, form, mark, today, errors = {}, notice }: ReportPageProps): JSX.Element {
  const { t } = page;
  const optional = t('form.optional');
  const wrong = FIELD_ORDER.flatMap((field) => {
    const code = errors[field];
    return code === undefined ? [] : [{ field, text: errorText(page, field, code, today) }];
  });
  const errorOf = (field: (typeof FIELD_ORDER)[number]) => wrong.find((one) => one.field === field)?.text;
  const title = notice === undefined ? t('form.title') : t(`notice.${notice}.title`);
  return (
    <Layout page={page} title={title} isError={wrong.length > 0} here="report">
      <p class="way-back">
        <a class="back" href={page.href()}>
          {t('nav.back')}
        </a>
      </p>
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
        <Notice title={title} kind={notice === 'files' ? 'problem' : 'info'}>
          <p>{t(`notice.${notice}.text`)}</p>
          {notice !== 'files' && (
            <p>
              <button type="submit" form="report">
                {t('notice.again')}
              </button>
            </p>
          )}
        </Notice>
      )}
      <h1>{t('form.title')}</h1>
      <p>{t('form.intro')}</p>
      <form id="report" method="post" action={page.href('report')} novalidate autocomplete="off">
        <input type="hidden" name="mark" value={mark} />
        <fieldset aria-describedby="where-hint">
          <legend>
            <h2>{t('form.where')}</h2>
          </legend>
          <p class="hint" id="where-hint">
            {t('form.where.hint')}
          </p>
          <Field name="urls" label={t('form.urls')} hint={t('form.urls.hint')} error={errorOf('urls')}>
            {(ids) => (
              <TextArea
                {...ids}
                name="urls"
                rows={3}
                value={form.urls}
                dir="ltr"
                spellcheck={false}
                autocapitalize="off"
                inputmode="url"
              />
            )}
          </Field>
          <Field name="place" label={t('form.place')} hint={t('form.place.hint')} error={errorOf('place')}>
            {(ids) => <TextArea {...ids} name="place" rows={3} value={form.place} dir="auto" />}
          </Field>
        </fieldset>

        <fieldset>
          <legend>
            <h2>
              {t('form.kind')} <span class="optional">{optional}</span>
            </h2>
          </legend>
          {REPORT_KINDS.map((kind, at) => (
            <div class="choice" key={kind}>
              <input type="radio" id={`kind-${at}`} name="kind" value={kind} checked={form.kind === kind} />
              <label for={`kind-${at}`}>{t(`form.kind.${kind}`)}</label>
            </div>
          ))}
        </fieldset>

        <div class="choice danger">
          <input
            type="checkbox"
            id="childInDanger"
            name="childInDanger"
            value="1"
            checked={form.childInDanger}
            aria-describedby="danger-hint"
          />
          <label for="childInDanger">{t('form.danger')}</label>
          <div id="danger-hint" class="also">
            <p>
              {t(
                (page.portal?.settings.emergency.length ?? 0) > 0
                  ? 'form.danger.hint'
                  : 'form.danger.hint-local',
              )}
            </p>
            <EmergencyNumbers page={page} />
          </div>
        </div>

        <Field
          name="seenAt"
          label={t('form.seenAt')}
          hint={t('form.seenAt.hint')}
          error={errorOf('seenAt')}
          optional={optional}
        >
          {(ids) => (
            <input
              {...ids}
              // A date field would drop what is no date instead of showing it again.
              {...(/^(?:\d{4}-\d\d-\d\d)?$/.test(form.seenAt) ? { type: 'date' } : { type: 'text' })}
              name="seenAt"
              value={form.seenAt}
              class="short"
              dir="ltr"
            />
          )}
        </Field>

        <Field
          name="comment"
          label={t('form.comment')}
          hint={t('form.comment.hint')}
          error={errorOf('comment')}
          optional={optional}
        >
          {(ids) => <TextArea {...ids} name="comment" rows={4} value={form.comment} dir="auto" />}
        </Field>

        <Field
          name="contactEmail"
          label={t('form.contactEmail')}
          hint={t('form.contactEmail.hint')}
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
              autocomplete="email"
              spellcheck={false}
            />
          )}
        </Field>

        <div class={errors.website === undefined ? 'trap' : undefined}>
          <Field name="website" label={t('form.trap')} error={errorOf('website')}>
            {(ids) => (
              <input
                {...ids}
                type="text"
                name="website"
                value={form.website}
                autocomplete="off"
                tabIndex={errors.website === undefined ? -1 : 0}
              />
            )}
          </Field>
        </div>

        <p class="actions">
          <button type="submit">{t('form.send')}</button>
        </p>
      </form>
    </Layout>
  );
}
