// The fields of a policy: in the dialog that changes it, and, the first of them, where a new list is brought in.
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { ListPolicy } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

const TRUSTS = ['several-analysts', 'one-analyst', 'unreviewed'] as const;
const EFFECTS = ['settle', 'suggest', 'flag', 'suppress'] as const;
const LICENCES = ['none', 'partners', 'providers', 'partners-and-providers', 'anyone'] as const;
const VERDICTS = ['baseline', 'national'] as const;

export type PolicyDraft = Omit<ListPolicy, 'categoryMapping' | 'licenceCategories' | 'expiresAt'> & {
  /** In the order in which they are shown. */
  readonly mapping: readonly (readonly [word: string, verdict: string])[];
  /** A line each; empty for all. */
  readonly licenceCategories: string;
  /** A day, or nothing. */
  readonly expiresOn: string;
};

export const FIRST_DRAFT: PolicyDraft = {
  source: '',
  trust: 'unreviewed',
  effect: 'suggest',
  settlesByWeakDigest: false,
  legalBasis: null,
  licence: 'none',
  licenceCategories: '',
  licenceNote: null,
  mapping: [],
  expiresOn: '',
  quarantineAfter: 50,
};

export function draftOf({
  categoryMapping,
  licenceCategories,
  expiresAt,
  ...policy
}: ListPolicy): PolicyDraft {
  return {
    ...policy,
    mapping: Object.entries(categoryMapping).map(([word, verdict]) => [word, verdict ?? '']),
    licenceCategories: licenceCategories?.join('\n') ?? '',
    expiresOn: expiresAt?.slice(0, 10) ?? '',
  };
}

/** The policy that a draft means; texts without their edges, and nothing for an empty one. */
export function policyOf({ mapping, licenceCategories, expiresOn, ...draft }: PolicyDraft): ListPolicy {
  const categories = licenceCategories
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...draft,
    source: draft.source.trim(),
    legalBasis: draft.legalBasis?.trim() || null,
    licenceNote: draft.licenceNote?.trim() || null,
    licenceCategories: categories.length === 0 ? null : categories,
    categoryMapping: Object.fromEntries(
      mapping
        .map(([word, verdict]) => [word.trim(), verdict === '' ? null : verdict] as const)
        .filter(([word]) => word !== ''),
    ) as ListPolicy['categoryMapping'],
    // Until the end of that day.
    expiresAt: expiresOn === '' ? null : `${expiresOn}T23:59:59.000Z`,
  };
}

interface FieldsProps {
  readonly draft: PolicyDraft;
  readonly set: (some: Partial<PolicyDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

/** What the organisation's own list may do: how many confirm its entries says whom to trust, and it settles nothing. */
const OWN_EFFECTS = ['suggest', 'flag'] as const;

/** Who stands behind a list and what it does. */
export function FirstPolicyFields({
  draft,
  set,
  problem,
  isOwn = false,
}: FieldsProps & { readonly isOwn?: boolean }) {
  const { t, word } = useLanguage();
  return (
    <>
      <TextInput
        label={t('policy.source')}
        description={t('policy.source-hint')}
        error={problem('source')}
        maxLength={200}
        dir="auto"
        value={draft.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      {!isOwn && (
        <NativeSelect
          label={t('policy.trust')}
          error={problem('trust')}
          value={draft.trust}
          onChange={(event) => set({ trust: event.currentTarget.value as PolicyDraft['trust'] })}
          data={TRUSTS.map((one) => ({ value: one, label: word('trust', one) }))}
        />
      )}
      <NativeSelect
        label={t('policy.effect')}
        {...(!isOwn && { description: t('policy.effect-hint') })}
        error={problem('effect')}
        value={draft.effect}
        onChange={(event) => set({ effect: event.currentTarget.value as PolicyDraft['effect'] })}
        data={(isOwn ? OWN_EFFECTS : EFFECTS).map((one) => ({ value: one, label: word('effect', one) }))}
      />
      <TextInput
        label={t('policy.legalBasis')}
        error={problem('legalBasis')}
        maxLength={500}
        dir="auto"
        value={draft.legalBasis ?? ''}
        onChange={(event) => set({ legalBasis: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('policy.licence')}
        description={t('policy.licence-hint')}
        error={problem('licence')}
        value={draft.licence}
        onChange={(event) => set({ licence: event.currentTarget.value as PolicyDraft['licence'] })}
        data={LICENCES.map((one) => ({ value: one, label: word('licence', one) }))}
      />
    </>
  );
}

/** The rest. @param categories that the list holds, to be offered */
export function FurtherPolicyFields({
  draft,
  set,
  problem,
  categories,
}: FieldsProps & { readonly categories: readonly string[] }) {
  const { t } = useLanguage();
  return (
    <>
      <Checkbox
        label={t('policy.settlesByWeakDigest')}
        description={t('policy.weak-hint')}
        checked={draft.settlesByWeakDigest}
        onChange={(event) => set({ settlesByWeakDigest: event.currentTarget.checked })}
      />
      <Textarea
        label={t('policy.licenceCategories')}
        description={t('policy.licence-categories-hint')}
        error={problem('licenceCategories')}
        dir="auto"
        autosize
        minRows={1}
        value={draft.licenceCategories}
        onChange={(event) => set({ licenceCategories: event.currentTarget.value })}
      />
      <Textarea
        label={t('policy.licenceNote')}
        error={problem('licenceNote')}
        maxLength={2000}
        dir="auto"
        autosize
        minRows={1}
        value={draft.licenceNote ?? ''}
        onChange={(event) => set({ licenceNote: event.currentTarget.value })}
      />
      <Mapping draft={draft} set={set} categories={categories} />
      <TextInput
        type="date"
        label={t('policy.expiresAt')}
        description={t('policy.expires-hint')}
        error={problem('expiresAt')}
        className="short"
        value={draft.expiresOn}
        onChange={(event) => set({ expiresOn: event.currentTarget.value })}
      />
      <NumberInput
        label={t('policy.quarantineAfter')}
        description={t('policy.quarantine-hint')}
        error={problem('quarantineAfter')}
        min={2}
        max={1_000_000}
        allowDecimal={false}
        hideControls
        className="short"
        value={draft.quarantineAfter ?? ''}
        onChange={(value) => set({ quarantineAfter: value === '' ? null : Number(value) })}
      />
    </>
  );
}

function Mapping({
  draft,
  set,
  categories,
}: Pick<FieldsProps, 'draft' | 'set'> & { readonly categories: readonly string[] }) {
  const { t, word } = useLanguage();
  const { mapping } = draft;
  const change = (place: number, pair: readonly [string, string]) =>
    set({ mapping: mapping.map((one, at) => (at === place ? pair : one)) });
  const missing = categories.filter((category) => !mapping.some(([name]) => name === category));
  return (
    <fieldset className="question">
      <legend>{t('policy.categoryMapping')}</legend>
      <Text size="xs" className="soft" mb="xs">
        {t('policy.mapping-hint')}
      </Text>
      <Stack gap="xs">
        {mapping.map(([name, verdict], place) => (
          // Two rows may have the same word while one is being typed.
          <Group key={place} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={t('policy.category')}
              style={{ flex: '1 1 8rem' }}
              maxLength={64}
              dir="auto"
              value={name}
              onChange={(event) => change(place, [event.currentTarget.value, verdict])}
            />
            <NativeSelect
              aria-label={t('policy.means', { category: name })}
              style={{ flex: '1 1 10rem' }}
              value={verdict}
              onChange={(event) => change(place, [name, event.currentTarget.value])}
              data={[
                { value: '', label: t('policy.person-decides') },
                ...VERDICTS.map((one) => ({ value: one, label: word('verdict', one) })),
              ]}
            />
            <ActionIcon
              variant="default"
              size="input-sm"
              aria-label={t('policy.remove', { category: name })}
              onClick={() => set({ mapping: mapping.filter((_one, at) => at !== place) })}
            >
              ×
            </ActionIcon>
          </Group>
        ))}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => set({ mapping: [...mapping, ['', '']] })}>
            {t('policy.add-category')}
          </Button>
          {missing.length > 0 && (
            <Button
              size="xs"
              variant="default"
              onClick={() => set({ mapping: [...mapping, ...missing.map((name) => [name, ''] as const)] })}
            >
              {t('policy.add-missing', { count: missing.length })}
            </Button>
          )}
        </Group>
      </Stack>
    </fieldset>
  );
}
