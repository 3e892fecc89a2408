// A portal's settings while somebody types: what is empty is left out when they are sent.
import type { PortalDetail } from '../../api/types.js';

export type Texts = Readonly<Record<string, string>>;

export interface Contact {
  readonly name: Texts;
  readonly note?: Texts;
  readonly number?: string;
  readonly url?: string;
  readonly topic?: string;
  readonly languages?: readonly string[];
  readonly hours?: Texts;
  readonly audiences?: readonly string[];
}

/** As the API has it; see the operator's guide. */
export interface Settings {
  readonly name?: Texts;
  readonly operator?: Texts;
  readonly operatorKind?: string;
  readonly readBy?: Texts;
  readonly readIn?: string;
  readonly readWhen?: Texts;
  readonly emergency?: readonly { readonly label: Texts; readonly number: string }[];
  readonly helplines?: readonly Contact[];
  readonly partners?: readonly Contact[];
  readonly outOfScope?: readonly Contact[];
  readonly hashRecipient?: { readonly name?: Texts; readonly note?: Texts };
  readonly hashService?: Contact;
  readonly safeguarding?: { readonly name?: Texts; readonly country?: string };
  readonly hiddenQuestions?: readonly string[];
  readonly look?: {
    readonly accent?: { readonly light: string; readonly dark: string };
    readonly logo?: { readonly png: string; readonly alt: Texts };
  };
  readonly leaveTo?: string;
  readonly letterSender?: string;
  readonly instead?: Contact;
  readonly texts?: Readonly<Record<string, Texts>>;
}

export interface PortalForm {
  readonly country: string;
  readonly locales: readonly string[];
  readonly host: string;
  readonly settings: Settings;
  readonly reviewers: Texts;
  /** Ids of recipients of its own. */
  readonly recipients: readonly string[];
}

export function formOf({ content }: PortalDetail): PortalForm {
  const { country, locales, host, settings, reviewers, recipients } = content;
  return { country, locales, host: host ?? '', settings, reviewers, recipients };
}

/** The same without empty texts and what holds nothing else; entries of lists stay, so that their numbers do. */
function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutBlanks(one) ?? {});
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, one]): [string, unknown] => [key, withoutBlanks(one)])
    .filter(([, one]) => one !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What is sent of it. */
export function bodyOf(form: PortalForm) {
  const reviewers = Object.fromEntries(
    Object.entries(form.reviewers).filter(
      ([locale, name]) => name.trim() !== '' && form.locales.includes(locale),
    ),
  );
  return {
    country: form.country,
    locales: [...form.locales],
    host: form.host.trim() === '' ? null : form.host.trim(),
    settings: (withoutBlanks(form.settings) ?? {}) as Record<string, unknown>,
    reviewers,
    recipients: [...form.recipients],
  };
}

/** Whether two forms would be sent alike. */
export function isSame(one: PortalForm, other: PortalForm): boolean {
  return JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other));
}

/** The list with one entry moved by a place, up or down; the same list where there is none. */
export function moved<T>(list: readonly T[], at: number, by: 1 | -1): readonly T[] {
  const to = at + by;
  if (to < 0 || to >= list.length) return list;
  const next = [...list];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}

/** `texts.legal.fr` → `texts.legal`, `fr`; what is of no language has none. */
export function fieldAndLocale(
  path: string,
  locales: readonly string[],
): { readonly field: string; readonly locale?: string } {
  const at = path.lastIndexOf('.');
  const last = path.slice(at + 1);
  return at > 0 && locales.includes(last) ? { field: path.slice(0, at), locale: last } : { field: path };
}

/** The id of a field's element. */
export const idOf = (path: string): string => `field-${path}`;

export const PARTS = ['place', 'help', 'texts', 'recipients', 'look', 'record'] as const;
export type Part = (typeof PARTS)[number];

/** Fields that stand in a part; all others are about the place and who runs it. */
const PART_OF: Readonly<Record<string, Part>> = {
  emergency: 'help',
  safeguarding: 'help',
  helplines: 'help',
  outOfScope: 'help',
  partners: 'help',
  hashRecipient: 'help',
  hashService: 'help',
  texts: 'texts',
  hiddenQuestions: 'texts',
  leaveTo: 'texts',
  letterSender: 'texts',
  instead: 'texts',
  recipients: 'recipients',
  look: 'look',
};

/** The part of the page in which a field stands. */
export const partOf = (path: string): Part => PART_OF[path.split('.')[0] ?? ''] ?? 'place';

/** Of the parts' tabs; each tab's own follows from it. */
export const TABS_ID = 'portal-parts';

/** Opens the part of the page in which a field stands and leads to it, or to the nearest that there is of its group. */
export function goToField(path: string): void {
  document.getElementById(`${TABS_ID}-tab-${partOf(path)}`)?.click();
  // The part is drawn by then.
  requestAnimationFrame(() => {
    for (let at = path; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') {
      const found = document.getElementById(idOf(at));
      if (found !== null) {
        found.scrollIntoView({ block: 'center' });
        found.focus();
        return;
      }
    }
  });
}

/** Contrast of two colours, from 1 to 21, or nothing while a colour is being typed. @see WCAG 2.2, contrast ratio */
export function contrastOf(one: string, other: string): number | undefined {
  const [a, b] = [luminance(one), luminance(other)];
  if (a === undefined || b === undefined) return undefined;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return undefined;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
