import type { JSX } from 'preact';
import { formatReceipt, receiptWords, type Concern, type Receipt, type ReceiptView } from '#libs/reports';
import type { Age } from '../journey/concern-form.js';
import { Field, Hidden, TextArea } from './field.js';
import { audiencesOf } from './help.pages.js';
import { Helplines } from './helplines.js';
import { Layout, Notice, Published } from './layout.js';
import type { PageContext } from './page-context.js';

/** A code in groups of four that can be read aloud, and copied as one. */
export function ReceiptCode({ receipt }: { receipt: Receipt }): JSX.Element {
  return (
    <p class="code" dir="ltr" id="code">
      {formatReceipt(receipt)}
    </p>
  );
}

interface GivenProps {
  readonly page: PageContext;
  readonly receipt: Receipt;
  /** Of the form that the report came with: by it the code is forgotten when it was kept. */
  readonly mark: string;
  /** Where the report is by one of those concerned. */
  readonly concern?: Concern;
  readonly age?: Age;
}

/** The answer to a report: the code, once. */
export function GivenPage({ page, receipt, mark, concern, age }: GivenProps): JSX.Element {
  const { t } = page;
  const { afterwards } = page.portal?.settings.texts ?? {};
  const about: Record<string, string> = concern === undefined ? {} : { about: concern, age: age ?? 'unsaid' };
  return (
    <Layout page={page} title={t('title.given')} here="receipt" form={{ stay: 'stay-given' }}>
      <h1>{t('given.title')}</h1>
      <section class="receipt" aria-labelledby="your-code">
        <h2 id="your-code">{t('given.code')}</h2>
        <ReceiptCode receipt={receipt} />
        <p>{t('given.keep')}</p>
        <p>{t('given.how')}</p>
        <h3 id="words-title">{t('given.words')}</h3>
        <p class="hint">{t('given.words.hint')}</p>
        <p class="words" lang="en" dir="ltr" aria-labelledby="words-title">
          {receiptWords(receipt).join(' ')}
        </p>
        <p>{t('given.once')}</p>
        <p>{t('given.without')}</p>
      </section>
      <form id="report" method="post" action={page.href('receipt')}>
        <Hidden values={{ receipt: formatReceipt(receipt), mark, ...about }} />
        <p class="actions">
          <button type="submit" name="action" value="kept">
            {t('given.kept')}
          </button>
        </p>
      </form>
      <section aria-labelledby="next">
        <h2 id="next">{t('given.next')}</h2>
        <ul>
          {(concern === undefined
            ? (['given.next.look', 'given.next.pass', 'given.next.you'] as const)
            : (['concern.next.read', 'concern.next.ask'] as const)
          ).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        {afterwards && (
          <p>
            <Published of={afterwards} page={page} />
          </p>
        )}
      </section>
      {concern !== undefined && <Helplines page={page} audiences={audiencesOf(concern, age)} newTab />}
      <p class="actions screen">
        <a class="button quiet" href={page.href('receipt')}>
          {t('receipt.title')}
        </a>
        {concern === undefined && (
          <a class="button quiet" href={page.href('report')}>
            {t('given.another')}
          </a>
        )}
      </p>
    </Layout>
  );
}

interface LookUpProps {
  readonly page: PageContext;
  readonly typed?: string;
  readonly problem?: 'unknown' | 'away';
  /** A message that could not be sent: it goes along when the code is sent again. */
  readonly unsent?: { readonly answer: string; readonly mark: string };
}

/** Asks for the code. */
export function LookUpPage({ page, typed = '', problem, unsent }: LookUpProps): JSX.Element {
  const { t } = page;
  return (
    <Layout
      page={page}
      title={t('title.receipt')}
      isError={problem === 'unknown'}
      here="receipt"
      form={{ stay: 'stay-ask' }}
    >
      <p class="way-back">
        <a class="back" href={page.href()}>
          {t('nav.back')}
        </a>
      </p>
      {problem === 'away' && (
        <Notice title={t('receipt.away.title')}>
          <p>{t('receipt.away.text')}</p>
        </Notice>
      )}
      <h1>{t('receipt.title')}</h1>
      <form id="report" method="post" action={page.href('receipt')} novalidate autocomplete="off">
        <Field
          name="receipt"
          label={t('receipt.code')}
          hint={t('receipt.code.hint')}
          error={problem === 'unknown' ? t('receipt.unknown') : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              type="text"
              name="receipt"
              value={typed}
              class="code-input"
              dir="ltr"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
            />
          )}
        </Field>
        {unsent && (
          <>
            <input type="hidden" name="mark" value={unsent.mark} />
            <Field name="answer" label={t('answer.text')} hint={t('answer.text.hint')}>
              {(ids) => <TextArea {...ids} name="answer" rows={4} value={unsent.answer} dir="auto" />}
            </Field>
          </>
        )}
        <p class="actions">
          {unsent ? (
            <button type="submit" name="action" value="answer">
              {t('notice.again')}
            </button>
          ) : (
            <button type="submit">{t('receipt.open')}</button>
          )}
        </p>
      </form>
    </Layout>
  );
}

interface StatusProps {
  readonly page: PageContext;
  readonly view: ReceiptView;
  /** Goes back in the body of the next form; never into an address. */
  readonly receipt: string;
  readonly mark: string;
  readonly done?: 'answered' | 'forgotten';
  readonly answer?: string;
  readonly answerError?: 'empty' | 'too-long' | 'too-many';
  readonly answerLimit: number;
}

/** Where a report stands, its messages, and what the reporter may do. */
export function StatusPage(props: StatusProps): JSX.Element {
  const { page, view, receipt, mark, done, answer = '', answerError, answerLimit } = props;
  const { t, language } = page;
  const error =
    answerError === undefined
      ? undefined
      : answerError === 'too-long'
        ? t('error.too-long', { limit: answerLimit })
        : t(`answer.${answerError}`);
  return (
    <Layout
      page={page}
      title={t('title.receipt')}
      isError={error !== undefined}
      here="receipt"
      form={{ stay: 'stay' }}
    >
      {done === 'answered' && <Notice title={t('answer.done')} kind="good" />}
      {done === 'forgotten' && <Notice title={t('contact.forgotten')} kind="good" />}
      <h1>{t('status.title')}</h1>
      <section class={`status ${view.status}`} aria-labelledby="status">
        <h2 id="status">{t(`status.${view.status}`)}</h2>
        <p>{t(`status.${view.status}.text`)}</p>
        {view.outcome && <p>{t(`outcome.${view.outcome}`)}</p>}
        <p class="hint">{t('status.delay')}</p>
      </section>

      <section aria-labelledby="messages">
        <h2 id="messages">{t('messages.title')}</h2>
        {view.messages.length === 0 && <p>{t('messages.none')}</p>}
        <ol class="messages">
          {view.messages.map(({ direction, text, writtenAt }, at) => (
            <li key={at} class={direction}>
              <p class="hint">
                {t(direction === 'to-reporter' ? 'messages.from-us' : 'messages.from-you', {
                  date: language.day(writtenAt),
                })}
              </p>
              {text === undefined ? (
                <p>{t('messages.locked')}</p>
              ) : (
                <p class="typed" dir="auto">
                  {text}
                </p>
              )}
            </li>
          ))}
        </ol>
        <form id="report" method="post" action={page.href('receipt')} novalidate autocomplete="off">
          <input type="hidden" name="receipt" value={receipt} />
          <input type="hidden" name="mark" value={mark} />
          <Field name="answer" label={t('answer.text')} hint={t('answer.text.hint')} error={error}>
            {(ids) => <TextArea {...ids} name="answer" rows={4} value={answer} dir="auto" />}
          </Field>
          <p class="actions">
            <button type="submit" name="action" value="answer">
              {t('answer.send')}
            </button>
          </p>
        </form>
      </section>

      {view.hasContact && (
        <section aria-labelledby="contact">
          <h2 id="contact">{t('contact.title')}</h2>
          <p>{t(view.getsLetters ? 'contact.letters' : 'contact.text')}</p>
          <form method="post" action={page.href('receipt')}>
            <input type="hidden" name="receipt" value={receipt} />
            <button class="quiet" type="submit" name="action" value="forget">
              {t('contact.forget')}
            </button>
          </form>
        </section>
      )}
      <Helplines page={page} newTab />
    </Layout>
  );
}
