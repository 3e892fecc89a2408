import type { ComponentChildren, JSX } from 'preact';
import type { PageContext } from './page-context.js';

interface FieldProps {
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: string;
  /** Said above the field and tied to it. */
  readonly error?: string;
  readonly optional?: string;
  readonly children: (ids: {
    id: string;
    'aria-describedby'?: string;
    'aria-invalid'?: 'true';
  }) => JSX.Element;
}

/** A label, a hint, what is wrong, and the field that all of them are tied to. */
export function Field({ name, label, hint, error, optional, children }: FieldProps): JSX.Element {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={name}>
        {label}
        {optional && <span class="optional"> {optional}</span>}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {children({
        id: name,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(error === undefined ? {} : { 'aria-invalid': 'true' as const }),
      })}
    </div>
  );
}

/** A text of several lines. A line end at its start would be lost in HTML unless doubled. */
export function TextArea({
  value,
  ...attributes
}: JSX.IntrinsicElements['textarea'] & { name: string; rows: number; value: string }): JSX.Element {
  return (
    <textarea {...attributes} autocomplete="off">
      {value.startsWith('\n') ? `\n${value}` : value}
    </textarea>
  );
}

/** What goes along with a form without being shown. */
export function Hidden({ values }: { values: Readonly<Record<string, string>> }): JSX.Element {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" key={name} name={name} value={value} />
      ))}
    </>
  );
}

/**
 * What fills it in is a machine, or means well: it is ranked behind and never refused. Hidden by style alone, since
 * machines know the other ways; a browser that shows it shows what its label says.
 */
export function Trap({ page, value }: { page: PageContext; value: string }): JSX.Element {
  return (
    <div class="trap">
      <Field name="website" label={page.t('form.trap')}>
        {(ids) => (
          <input {...ids} type="text" name="website" value={value} autocomplete="off" tabIndex={-1} />
        )}
      </Field>
    </div>
  );
}
