// Changing what a list has and does; in force at once, and on record.
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { draftOf, FirstPolicyFields, FurtherPolicyFields, policyOf } from './policy.fields.js';

export function PolicyDialog({ list, onClose }: { readonly list: HashList; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState(() => draftOf(list.policy));
  const set = (some: Partial<typeof draft>) => setDraft({ ...draft, ...some });
  const categories = useQuery({
    queryKey: ['list-categories', list.id],
    queryFn: () => dataOf(api.GET('/api/v1/lists/{id}/categories', { params: { path: { id: list.id } } })),
  });
  const change = useChange(
    () =>
      api.PUT('/api/v1/lists/{id}/policy', {
        params: { path: { id: list.id }, header: OWN_PAGE },
        body: policyOf(draft),
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
        <FirstPolicyFields {...fields} />
        <FurtherPolicyFields
          {...fields}
          categories={categories.data?.flatMap(({ category }) => category ?? []) ?? []}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}
