// The organisation's own list: set up, or changed in its name and in how many analysts must agree.
import { NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, OWN_PAGE } from '../api/client.js';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

const MOST_CONFIRMATIONS = 9;

/** @param list the own list; absent before there is one */
export function OwnListDialog({ list, onClose }: { readonly list?: HashList; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState(list?.name ?? '');
  const [confirmations, setConfirmations] = useState(list?.confirmations ?? 2);
  const change = useChange(
    () =>
      api.PUT('/api/v1/lists/own', {
        params: { header: OWN_PAGE },
        body: { name: name.trim(), confirmations },
      }),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t(list === undefined ? 'own-list.begin' : 'own-list.title')}
        submit={t(list === undefined ? 'own-list.begin' : 'policy.save')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('own-list.lead')}</Text>
        <TextInput
          label={t('import.name')}
          error={problem('name')}
          required
          withAsterisk={false}
          maxLength={100}
          dir="auto"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label={t('own-list.confirmations')}
          description={t('own-list.confirmations-hint')}
          error={problem('confirmations')}
          required
          withAsterisk={false}
          min={1}
          max={MOST_CONFIRMATIONS}
          allowDecimal={false}
          hideControls
          className="short"
          value={confirmations}
          onChange={(value) => typeof value === 'number' && setConfirmations(value)}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}
