import type { JSX } from 'preact';
import { STILL_THERE } from '../journey/report-form.js';
import type { PageContext } from './page-context.js';

interface YesNoProps {
  readonly page: PageContext;
  readonly name: 'stillThere' | 'shared';
  readonly question: string;
  /** How deep the question stands among the page's headings. */
  readonly level: 'h2' | 'h3';
  readonly value: string;
  readonly hint?: string;
}

/** Yes, no, or not known; none of them need be chosen. */
export function YesNo({ page, name, question, level: Heading, value, hint }: YesNoProps): JSX.Element {
  const { t } = page;
  return (
    <fieldset>
      <legend>
        <Heading class="label">
          {question} <span class="optional">{t('form.optional')}</span>
        </Heading>
      </legend>
      <div class="in-a-row">
        {STILL_THERE.map((one) => (
          <div class="choice" key={one}>
            <input type="radio" id={`${name}-${one}`} name={name} value={one} checked={value === one} />
            <label for={`${name}-${one}`}>{t(`form.still.${one}`)}</label>
          </div>
        ))}
      </div>
      {hint !== undefined && <p class="hint">{hint}</p>}
    </fieldset>
  );
}
