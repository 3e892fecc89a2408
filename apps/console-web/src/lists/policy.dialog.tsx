// Changing what a list has and does; in force at once, and on record.
import { Group, NumberInput, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { isOwn } from './own-list.js';
import { draftOf, FirstPolicyFields, FurtherPolicyFields, policyOf } from './policy.fields.js';

export function PolicyDialog({ list, onClose }: { readonly list: HashList; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState(() => draftOf(list.policy));
  const [limits, setLimits] = useState<Limits>({
    maxDistance: list.maxDistance,
    minQuality: list.minQuality,
  });
  const set = (some: Partial<typeof draft>) => setDraft({ ...draft, ...some });
  const categories = useQuery({
    queryKey: ['list-categories', list.id],
    queryFn: () => dataOf(api.GET('/api/v1/lists/{id}/categories', { params: { path: { id: list.id } } })),
  });
  const change = useChange(
    () =>
      api.PUT('/api/v1/lists/{id}/policy', {
        params: { path: { id: list.id }, header: OWN_PAGE },
        body: { ...policyOf(draft), ...limits },
      }),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  const fields = { draft, set, problem };
  return (
    <>
      <FormDialog
        isOpen
        title={t('policy.change-title', { list: list.name })}
        submit={t('policy.save')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('policy.change-lead')}</Text>
        <FirstPolicyFields {...fields} isOwn={isOwn(list)} />
        <FurtherPolicyFields
          {...fields}
          categories={categories.data?.flatMap(({ category }) => category ?? []) ?? []}
        />
        <LimitFields limits={limits} onChange={setLimits} problem={problem} />
      </FormDialog>
      {change.dialog}
    </>
  );
}

interface Limits {
  readonly maxDistance: number;
  readonly minQuality: number;
}

/** How near is near. */
function LimitFields({
  limits,
  onChange,
  problem,
}: {
  readonly limits: Limits;
  readonly onChange: (limits: Limits) => void;
  readonly problem: (field: string) => string | undefined;
}) {
  const { t } = useLanguage();
  const field = (key: keyof Limits, label: string, hint: string, max: number) => (
    <NumberInput
      label={label}
      description={hint}
      error={problem(key)}
      required
      withAsterisk={false}
      min={0}
      max={max}
      allowDecimal={false}
      hideControls
      style={{ flex: '1 1 14rem' }}
      value={limits[key]}
      // What is not a number is not sent: the browser asks for one.
      onChange={(value) => typeof value === 'number' && onChange({ ...limits, [key]: value })}
    />
  );
  return (
    <fieldset className="question">
      <legend>{t('policy.limits')}</legend>
      <Text size="sm" mb="xs">
        {t('policy.limits-lead')}
      </Text>
      <Group gap="sm" align="flex-end">
        {field('maxDistance', t('import.distance'), t('policy.distance-hint'), 63)}
        {field('minQuality', t('policy.min-quality'), t('policy.quality-hint'), 100)}
      </Group>
    </fieldset>
  );
}
