// Switching a list off or on, with a reason that stands in the audit log and a note that stands with the list.
import { NativeSelect, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, OWN_PAGE } from '../api/client.js';
import type { HashList, SwitchReason } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

const REASONS: Readonly<Record<'off' | 'on', readonly SwitchReason[]>> = {
  off: ['wrong-entries', 'matches-too-much', 'source-asked', 'legal-basis', 'other'],
  on: ['corrected', 'source-asked', 'legal-basis', 'other'],
};

export function SwitchDialog({ list, onClose }: { readonly list: HashList; readonly onClose: () => void }) {
  const { t, word } = useLanguage();
  const to = list.isEnabled ? 'off' : 'on';
  const [reason, setReason] = useState<SwitchReason>(REASONS[to][0]!);
  const [note, setNote] = useState('');
  const change = useChange(() => {
    const request = {
      params: { path: { id: list.id }, header: OWN_PAGE },
      body: { reason, ...(note.trim() !== '' && { note: note.trim() }) },
    };
    return to === 'off'
      ? api.POST('/api/v1/lists/{id}/disable', request)
      : api.POST('/api/v1/lists/{id}/enable', request);
  }, onClose);
  return (
    <>
      <FormDialog
        isOpen
        title={t(`lists.switch-${to}-title`, { list: list.name })}
        submit={t(`lists.switch-${to}`)}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(`lists.switch-${to}-lead`)}</Text>
        <NativeSelect
          label={t('lists.switch-reason')}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as SwitchReason)}
          data={REASONS[to].map((one) => ({ value: one, label: word('list-switch', one) }))}
        />
        <Textarea
          label={t('lists.switch-note')}
          description={t('lists.switch-note-hint')}
          maxLength={500}
          dir="auto"
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}
