// The questions of the form, a section a step; a page shows one of them, or all.
import type { JSX } from 'preact';
import type { OptionalQuestion } from '#libs/organisations';
import { ASKED_KINDS } from '#libs/reports';
import {
  PLACE_KINDS,
  PLACE_QUESTIONS,
  placeKindOf,
  STILL_THERE,
  type FormField,
  type PlaceKind,
  type ReportForm,
} from '../journey/report-form.js';
import { Field, TextArea } from './field.js';
import { EmergencyNumbers } from './layout.js';
import type { PageContext } from './page-context.js';
import { Pictogram } from './pictogram.js';
import { YesNo } from './yes-no.js';

export interface SectionProps {
  readonly page: PageContext;
  readonly form: ReportForm;
  /** What is wrong with a field, in words. */
  readonly errorOf: (field: FormField) => string | undefined;
  /** Whether the section is a page of its own, whose heading is the question. */
  readonly alone: boolean;
}

/** Whether the portal asks a question that it may leave out. */
export function isAsked({ portal }: PageContext, question: OptionalQuestion): boolean {
  return portal?.settings.hiddenQuestions.includes(question) !== true;
}

/** Addresses, or a description. */
export function WhereSection({ page, form, errorOf, alone }: SectionProps): JSX.Element {
  const { t } = page;
  const kind = placeKindOf(form);
  return (
    <>
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
      {alone && kind === undefined && form.place === '' ? null : (
        <PlaceFields page={page} form={form} errorOf={errorOf} kind={kind} />
      )}
    </>
  );
}

function PlaceFields({
  page,
  form,
  errorOf,
  kind,
}: Omit<SectionProps, 'alone'> & { kind: PlaceKind | undefined }): JSX.Element {
  const { t } = page;
  const questions = kind === undefined ? {} : PLACE_QUESTIONS[kind];
  return (
    <fieldset class={kind === undefined ? undefined : 'panel'}>
      {kind !== undefined && (
        <legend>
          <h2 class="with-pictogram">
            <Pictogram of={kind} />
            {t(`place.kind.${kind}`)}
          </h2>
        </legend>
      )}
      {(['app', 'account', 'link'] as const).map((name) => {
        const label = questions[name];
        return (
          label !== undefined && (
            <Field key={name} name={name} label={t(label)} error={errorOf(name)}>
              {(ids) => (
                <input
                  {...ids}
                  type="text"
                  name={name}
                  value={form[name]}
                  dir={name === 'link' ? 'ltr' : 'auto'}
                  autocomplete="off"
                  autocapitalize="off"
                  spellcheck={false}
                />
              )}
            </Field>
          )
        );
      })}
      <Field
        name="place"
        label={t(kind === undefined ? 'form.place' : 'place.reach')}
        hint={t(kind === undefined ? 'form.place.hint' : 'place.reach.hint')}
        error={errorOf('place')}
      >
        {(ids) => <TextArea {...ids} name="place" rows={3} value={form.place} dir="auto" />}
      </Field>
      {kind !== undefined && <input type="hidden" name="placeKind" value={kind} />}
    </fieldset>
  );
}

/** The kinds of place, each a button that brings the questions that fit it. */
export function PlaceChoice({ page, form }: { page: PageContext; form: ReportForm }): JSX.Element {
  const { t } = page;
  const chosen = placeKindOf(form);
  return (
    <details class="no-address">
      <summary>{t(chosen === undefined ? 'place.choose' : 'place.change')}</summary>
      <p class="hint">{t('place.choose.hint')}</p>
      <ul class="kinds">
        {PLACE_KINDS.map((kind) => (
          <li key={kind}>
            <button type="submit" class="kind" name="pick" value={kind}>
              <Pictogram of={kind} />
              <span>{t(`place.kind.${kind}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What it is, whether a child is in danger, whether it is still there, and when it was seen. */
export function WhatSection({ page, form, errorOf, alone }: SectionProps): JSX.Element {
  const { t } = page;
  const optional = t('form.optional');
  const hasNumbers = (page.portal?.settings.emergency.length ?? 0) > 0;
  return (
    <>
      {isAsked(page, 'kind') && (
        <fieldset>
          <legend class={alone ? 'unseen' : undefined}>
            <h2>
              {t('form.kind')} <span class="optional">{optional}</span>
            </h2>
          </legend>
          {ASKED_KINDS.map((kind, at) => (
            <div class="choice" key={kind}>
              <input type="radio" id={`kind-${at}`} name="kind" value={kind} checked={form.kind === kind} />
              <label for={`kind-${at}`}>
                <Pictogram of={kind} />
                <span>{t(`form.kind.${kind}`)}</span>
              </label>
            </div>
          ))}
        </fieldset>
      )}

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
          <p>{t(hasNumbers ? 'form.danger.hint' : 'form.danger.hint-local')}</p>
          <EmergencyNumbers page={page} />
        </div>
      </div>

      {isAsked(page, 'stillThere') && (
        <YesNo
          page={page}
          name="stillThere"
          question={t('form.still')}
          level="h2"
          value={form.stillThere}
          hint={t('form.still.hint')}
        />
      )}

      {isAsked(page, 'seenAt') && (
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
      )}
    </>
  );
}

/** How to get in, anything else, and who knows already. */
export function DetailSection({ page, form, errorOf }: SectionProps): JSX.Element {
  const { t } = page;
  const optional = t('form.optional');
  return (
    <>
      {(isAsked(page, 'access') ? (['access', 'comment'] as const) : (['comment'] as const)).map((name) => (
        <Field
          key={name}
          name={name}
          label={t(`form.${name}`)}
          hint={t(`form.${name}.hint`)}
          error={errorOf(name)}
          optional={optional}
        >
          {(ids) => (
            <TextArea {...ids} name={name} rows={name === 'access' ? 2 : 4} value={form[name]} dir="auto" />
          )}
        </Field>
      ))}
      {isAsked(page, 'reportedTo') && (
        <fieldset>
          <legend>
            <h2 class="label">
              {t('form.reported')} <span class="optional">{optional}</span>
            </h2>
          </legend>
          {(
            [
              ['reportedPolice', 'form.reported.police'],
              ['reportedPlatform', 'form.reported.platform'],
            ] as const
          ).map(([name, label]) => (
            <div class="choice" key={name}>
              <input type="checkbox" id={name} name={name} value="1" checked={form[name]} />
              <label for={name}>{t(label)}</label>
            </div>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** An address for the outcome, only if one is wanted. */
export function ContactSection({ page, form, errorOf }: SectionProps): JSX.Element | null {
  const { t } = page;
  if (!isAsked(page, 'contact')) return null;
  return (
    <Field
      name="contactEmail"
      label={t('form.contactEmail')}
      hint={t(page.portal?.sendsLetters ? 'form.contactEmail.hint' : 'form.contactEmail.hint.off')}
      error={errorOf('contactEmail')}
      optional={t('form.optional')}
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
  );
}

/**
 * What is about to be sent, to be read once more.
 * @param isUnsent whether it is all that is left of a form that cannot be sent
 */
export function Summary({
  page,
  form,
  isUnsent = false,
}: {
  page: PageContext;
  form: ReportForm;
  isUnsent?: boolean;
}): JSX.Element {
  const { t } = page;
  const kind = placeKindOf(form);
  const questions = kind === undefined ? {} : PLACE_QUESTIONS[kind];
  const still = STILL_THERE.find((one) => one === form.stillThere);
  const known = ASKED_KINDS.find((one) => one === form.kind);
  const told = [
    form.reportedPolice ? t('form.reported.police') : '',
    form.reportedPlatform ? t('form.reported.platform') : '',
  ];
  const isDay = /^\d{4}-\d\d-\d\d$/.test(form.seenAt) && !Number.isNaN(Date.parse(form.seenAt));
  const rows: readonly (readonly [string, string, 'ltr' | 'auto'])[] = [
    [t('form.urls'), form.urls, 'ltr'],
    [t('place.title'), kind === undefined ? '' : t(`place.kind.${kind}`), 'auto'],
    [t(questions.app ?? 'place.app.site'), form.app, 'auto'],
    [t(questions.account ?? 'place.account.page'), form.account, 'auto'],
    [t(questions.link ?? 'place.link'), form.link, 'ltr'],
    [t(kind === undefined ? 'form.place' : 'place.reach'), form.place, 'auto'],
    [t('form.kind'), known === undefined ? form.kind : t(`form.kind.${known}`), 'auto'],
    [t('form.danger'), form.childInDanger ? t('form.still.yes') : '', 'auto'],
    [t('form.still'), still === undefined ? '' : t(`form.still.${still}`), 'auto'],
    [t('form.seenAt'), isDay ? page.language.day(new Date(form.seenAt)) : form.seenAt, 'auto'],
    [t('form.access'), form.access, 'auto'],
    [t('form.comment'), form.comment, 'auto'],
    [t('form.reported'), told.filter((one) => one !== '').join(' · '), 'auto'],
    [t('form.contactEmail'), isUnsent ? form.contactEmail : '', 'ltr'],
  ];
  return <Rows rows={rows} />;
}

/** Answers by their questions; those that are empty are left out. */
export function Rows({
  rows,
}: {
  rows: readonly (readonly [question: string, answer: string, direction: 'ltr' | 'auto'])[];
}): JSX.Element {
  return (
    <dl class="summary">
      {rows
        .filter(([, value]) => value.trim() !== '')
        .map(([label, value, direction]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi class="typed" dir={direction}>
                {value.trim()}
              </bdi>
            </dd>
          </div>
        ))}
    </dl>
  );
}
