// What must be there before a portal takes reports from the public.
import { InvalidInputError } from '#libs/platform';
import { missingConfirmations } from './country-bound.js';
import { falseIndependence } from './independence.js';
import { tooLong } from './settings-bounds.js';
import { parsePublishedSettings, type Localised, type PublishedSettings } from './published-settings.js';

/** Languages whose built-in texts were checked word by word against the glossary. */
export const REVIEWED_LOCALES = ['en', 'fr', 'ar'] as const;

/** Languages whose built-in texts are complete, and wait for someone who names themselves as their reviewer. */
export const UNREVIEWED_LOCALES = ['es', 'pt', 'sw', 'ru', 'id', 'hi', 'mg'] as const;

/** Languages whose texts are built into the public program. */
export const PORTAL_LOCALES = [...REVIEWED_LOCALES, ...UNREVIEWED_LOCALES] as const;

/** What a portal would be to the public, and who answers for its texts. */
export interface PortalContent {
  /** ISO 3166-1, two letters. */
  readonly country: string;
  /** In the order in which they are offered; the first is the default. */
  readonly locales: readonly string[];
  /** A host name of its own. */
  readonly host: string | null;
  readonly settings: PublishedSettings;
  /** Who reviewed the texts of a language: a person or a role. */
  readonly reviewers: Localised;
  /** Ids of the recipients that its cases go to where they fit; none: those of whoever triages. */
  readonly recipients: readonly string[];
  /** What was taken over from another country and nobody has confirmed for this one, as `texts.legal.fr`. */
  readonly unconfirmed: readonly string[];
}

/** What is known of whoever triages, whose rows the portal's owner does not see. */
export interface PortalReadiness {
  readonly isDelegated: boolean;
  readonly triageAccepted: boolean;
  readonly hasKey: boolean;
  /** Ids of those that would get a referral now, of the owner's and of whoever triages. */
  readonly recipients: readonly string[];
  /** How many of them are of whoever triages: they get what the portal names nobody for. */
  readonly triagingRecipients: number;
  /** The host name that the operator lets it have. */
  readonly confirmedHost: string | null;
}

function isEmpty(text: Localised | undefined): boolean {
  return text === undefined || Object.keys(text).length === 0;
}

/** Texts that must be there in each language that is offered, and what they are. */
const ESSENTIAL_TEXTS = {
  name: 'the name',
  operator: 'who runs the portal',
  readBy: 'who reads the reports',
  readWhen: 'when they are read',
  'texts.legal': 'what the country’s law says',
} as const;

function essentialText(settings: PublishedSettings, name: keyof typeof ESSENTIAL_TEXTS): Localised {
  return (name === 'texts.legal' ? settings.texts.legal : settings[name]) ?? {};
}

function missingOfSettings(content: PortalContent): Record<string, string> {
  const { settings, locales, reviewers } = content;
  const problems: Record<string, string> = {};
  for (const [name, what] of Object.entries(ESSENTIAL_TEXTS)) {
    const text = essentialText(settings, name as keyof typeof ESSENTIAL_TEXTS);
    for (const locale of locales) {
      if (text[locale] === undefined) problems[`${name}.${locale}`] = `is missing: ${what}, in each language`;
    }
  }
  for (const locale of locales) {
    if (reviewers[locale] === undefined)
      problems[`reviewers.${locale}`] = 'is missing: who has reviewed the texts, a person or a role';
  }
  if (settings.operatorKind === undefined)
    problems.operatorKind = 'is missing: what kind of body runs the portal';
  if (settings.readIn === undefined) problems.readIn = 'is missing: the country in which reports are read';
  if (settings.emergency.length === 0)
    problems.emergency = 'is missing: at least one number to call when a child is in danger now';
  return problems;
}

/**
 * What a portal lacks to go live: essential texts in each of its languages and who reviewed them, what kind of body runs
 * it and where reports are read, whom to call when a child is in danger now, someone to triage and to refer to, and that
 * somebody has confirmed what was taken over from another country.
 * @returns problems by field, as `texts.legal.fr`; none when it may go live
 */
export function missingForPublication(
  content: PortalContent,
  readiness: PortalReadiness,
): Readonly<Record<string, string>> {
  const { settings } = content;
  const problems = {
    ...missingOfSettings(content),
    ...missingConfirmations(content),
    ...falseIndependence(settings),
    ...tooLong(settings),
  };
  if (content.host !== null && content.host !== readiness.confirmedHost)
    problems.host = 'is missing: that the operator confirms the host name, with `portal host`';
  if (!readiness.triageAccepted) problems.triage = 'is missing: the partner has not agreed to triage';
  if (!readiness.hasKey)
    problems.key = 'is missing: the organisation that triages has none to seal reports to';
  const named = content.recipients;
  if (named.length === 0 && readiness.triagingRecipients === 0)
    problems.recipients = 'is missing: nobody is set to receive what is found, or has no secret yet';
  if (named.length > 0 && !named.some((id) => readiness.recipients.includes(id)))
    problems.recipients = 'is missing: of those that are named none is approved and has its secret';
  if (readiness.isDelegated && settings.safeguarding === undefined)
    problems.safeguarding = 'is missing: who in the country gets danger and self-reports at once';
  if (isEmpty(settings.safeguarding?.name) && settings.safeguarding !== undefined)
    problems.safeguarding = 'is missing: a name';
  return problems;
}

/** The settings as far as they are well-formed, for a portal that was written by an older hand. */
export function settingsOrNothing(published: unknown): PublishedSettings {
  try {
    return parsePublishedSettings(published, { isDraft: true });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return parsePublishedSettings({}, { isDraft: true });
  }
}

/** @throws InvalidInputError naming the first language that the public program has no texts for */
export function assertLocales(locales: readonly string[]): void {
  const unknown = locales.find((locale) => !(PORTAL_LOCALES as readonly string[]).includes(locale));
  if (locales.length === 0 || unknown !== undefined || new Set(locales).size !== locales.length) {
    throw new InvalidInputError('The languages cannot be offered.', {
      locales: `must be one or more of ${PORTAL_LOCALES.join(', ')}, each once`,
    });
  }
}
