import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import * as taxonomy from '#libs/taxonomy';
import { SHORTCUTS } from '../shortcuts/shortcut-keys.js';
import { CATALOGUES, createLanguage, firstLocale, LOCALES } from './language.js';

const english = CATALOGUES.en;
const keys = Object.keys(english) as (keyof typeof english)[];

interface Node {
  readonly type: number;
  readonly value: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

/** Names of what is filled in, however deep. */
function valuesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => [
    ...([1, 2, 3, 4, 5, 6].includes(node.type) ? [node.value] : []),
    ...Object.values(node.options ?? {}).flatMap(({ value }) => valuesOf(value)),
  ]);
}

const filledIn = (text: string, locale: string) =>
  [...new Set(valuesOf(new IntlMessageFormat(text, locale).getAst() as unknown as Node[]))].sort();

describe.each(LOCALES)('the catalogue %s', (locale) => {
  it('has every text and no other', () => {
    expect(Object.keys(CATALOGUES[locale]).sort()).toEqual([...keys].sort());
    expect(Object.values(CATALOGUES[locale]).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('fills in the same values', () => {
    const different = keys.filter(
      (key) => String(filledIn(CATALOGUES[locale][key], locale)) !== String(filledIn(english[key], 'en')),
    );
    expect(different).toEqual([]);
  });
});

describe('translations', () => {
  const namesOfTheirOwn = /^(paymentMethods|way|earlier\.by-person|media\.size)/;

  it('in Arabic are not left in English', () => {
    const same = keys.filter((key) => !namesOfTheirOwn.test(key) && CATALOGUES.ar[key] === english[key]);
    expect(same).toEqual([]);
  });
});

describe('codes of the scheme', () => {
  const groups: Record<string, readonly { readonly code: string }[]> = {
    verdict: taxonomy.VERDICTS,
    ageBand: taxonomy.AGE_BANDS,
    sex: taxonomy.SEXES,
    severity: taxonomy.SEVERITIES,
    question: taxonomy.FLAGS,
    siteType: taxonomy.SITE_TYPES,
    commerciality: taxonomy.COMMERCIALITIES,
    paymentMethods: taxonomy.PAYMENT_METHODS,
    reason: [...taxonomy.NOT_ILLEGAL_REASONS, ...taxonomy.NOT_REACHABLE_REASONS],
  };

  it.each(Object.entries(groups))('have words: %s', (group, values) => {
    expect(values.filter(({ code }) => !Object.hasOwn(english, `${group}.${code}`))).toEqual([]);
  });
});

describe('codes of the API', () => {
  const document = JSON.parse(
    readFileSync(new URL('../../../console/openapi.json', import.meta.url), 'utf8'),
  ) as {
    components: {
      schemas: Record<string, { properties: Record<string, { enum?: (string | null)[] }> }>;
    };
  };
  const places = [
    ['state', 'CaseSummary', 'state'],
    ['case-kind', 'CaseSummary', 'kind'],
    ['mandate', 'CaseSummary', 'mandate'],
    ['outcome', 'CaseSummary', 'outcome'],
    ['refusal', 'ClaimRefusal', 'reason'],
    ['item-result', 'ContentItemAnswer', 'result'],
    ['item-step', 'ContentItemAnswer', 'step'],
    ['online', 'ContentItemAnswer', 'onlineState'],
    ['trust', 'MatchAnswer', 'trust'],
    ['effect', 'MatchAnswer', 'effect'],
    ['fetch-purpose', 'FetchAnswer', 'purpose'],
    ['referral-state', 'ReferralAnswer', 'state'],
    ['way', 'ReferralAnswer', 'way'],
    ['acknowledgement', 'AcknowledgementAnswer', 'kind'],
    ['message', 'MessageAnswer', 'direction'],
    ['letter', 'LetterAnswer', 'state'],
    ['letter-cause', 'LetterAnswer', 'cause'],
    ['role', 'Me', 'role'],
    ['actor', 'AuditEventAnswer', 'actorKind'],
    ['level', 'MandateAnswer', 'level'],
    ['stop-state', 'MandateAnswer', 'state'],
    ['stop-state', 'HoldAnswer', 'state'],
    ['data-class', 'RetentionRuleAnswer', 'dataClass'],
    ['concern', 'CaseSummary', 'concern'],
    ['data-class-hint', 'RetentionRuleAnswer', 'dataClass'],
    ['alarm', 'AlarmAnswer', 'code'],
    ['licence', 'ListPolicyAnswer', 'licence'],
    ['list-switch', 'ListSwitchBody', 'reason'],
    ['list-format', 'ListHeadAnswer', 'format'],
    ['import-state', 'ListImportAnswer', 'state'],
    ['version-state', 'ListVersionAnswer', 'state'],
    ['version-reason', 'ListVersionAnswer', 'reason'],
    ['quarantine-state', 'QuarantinedEntryAnswer', 'state'],
  ] as const;

  it.each(places)('have words: %s', (group, schema, property) => {
    const codes = document.components.schemas[schema]!.properties[property]!.enum ?? [];
    expect(codes).not.toEqual([]);
    const missing = codes.filter((code) => code !== null && !Object.hasOwn(english, `${group}.${code}`));
    expect(missing).toEqual([]);
  });
});

describe('keys of the keyboard', () => {
  it('have words on the sheet', () => {
    const missing = SHORTCUTS.filter(
      ({ id, scope }) =>
        !Object.hasOwn(english, `shortcut.${id}`) || !Object.hasOwn(english, `shortcuts.scope.${scope}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('a language', () => {
  it('is the one chosen before, else what the browser wants, else English', () => {
    expect(firstLocale('ar', ['fr'])).toBe('ar');
    expect(firstLocale(null, ['de', 'fr-CA', 'en'])).toBe('fr');
    expect(firstLocale('xx', ['de'])).toBe('en');
  });

  it('shows times in the time zone of the organisation', () => {
    const time = '2026-06-17T22:30:00Z';
    expect(createLanguage('en', 'UTC').dateTime(time)).toContain('10:30');
    expect(createLanguage('en', 'Europe/Luxembourg').dateTime(time)).toContain('12:30');
  });

  it('written from right to left keeps Latin names from turning the words around them', () => {
    const text = createLanguage('ar').t('hosting.source', { source: 'asn', day: '17 June' });
    expect(text).toContain('\u2068asn\u2069');
  });

  it('keeps a code that it has no word for', () => {
    expect(createLanguage('en').word('factor', 'something-new')).toBe('something-new');
  });

  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [60, '1 min'],
    [134, '2 min 14 sec'],
    [3600, '1 hr'],
    [18_060, '5 hr 1 min'],
    [90_000, '1 day 1 hr'],
  ])('says a stretch of %d seconds as %s', (seconds, text) => {
    expect(createLanguage('en').duration(seconds)).toBe(text);
  });
});
