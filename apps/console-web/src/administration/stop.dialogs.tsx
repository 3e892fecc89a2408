// Setting and ending a hold or an order of preservation.
import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { FormDialog, useFieldProblems } from './form.dialog.js';
import { dayFromNow, endOfDay } from './last-day.js';
import { useChange } from './use-change.js';

export type StopKind = 'hold' | 'preservation';

export function NewStopDialog({ kind, onClose }: { readonly kind: StopKind; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [fields, setFields] = useState({ caseNumber: '', orderedBy: '', basis: '', lastDay: '' });
  const set = (some: Partial<typeof fields>) => setFields({ ...fields, ...some });
  const change = useChange(async () => {
    const { caseNumber, orderedBy, basis, lastDay } = fields;
    const common = { caseNumber, orderedBy, expiresAt: endOfDay(lastDay) };
    await (kind === 'hold'
      ? api.POST('/api/v1/holds', { params: { header: OWN_PAGE }, body: { ...common, reason: basis } })
      : api.POST('/api/v1/preservations', {
          params: { header: OWN_PAGE },
          body: { ...common, legalInstrument: basis },
        }));
  }, onClose);
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t(`${kind}.add`)}
        submit={t(`${kind}.add`)}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(`${kind}.add-lead`)}</Text>
        <TextInput
          label={t('holds.case-number')}
          description={t('holds.case-number-hint')}
          error={problem('caseNumber')}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={40}
          dir="ltr"
          classNames={{ input: 'short' }}
          value={fields.caseNumber}
          onChange={(event) => set({ caseNumber: event.currentTarget.value })}
        />
        <TextInput
          label={t('holds.ordered-by')}
          description={t('holds.ordered-by-hint')}
          error={problem('orderedBy')}
          required
          withAsterisk={false}
          maxLength={500}
          dir="auto"
          value={fields.orderedBy}
          onChange={(event) => set({ orderedBy: event.currentTarget.value })}
        />
        <Textarea
          label={t('holds.reason')}
          description={t('holds.reason-hint')}
          error={problem(kind === 'hold' ? 'reason' : 'legalInstrument')}
          required={kind === 'preservation'}
          withAsterisk={false}
          maxLength={500}
          autosize
          minRows={2}
          dir="auto"
          value={fields.basis}
          onChange={(event) => set({ basis: event.currentTarget.value })}
        />
        <TextInput
          label={t('admin.last-day')}
          description={t(`${kind}.last-day-hint`)}
          error={problem('expiresAt')}
          type="date"
          required
          withAsterisk={false}
          classNames={{ input: 'short' }}
          min={dayFromNow(1)}
          value={fields.lastDay}
          onChange={(event) => set({ lastDay: event.currentTarget.value })}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}

export function EndStopDialog({
  kind,
  id,
  number,
  onClose,
}: {
  readonly kind: StopKind;
  readonly id: string;
  readonly number: string;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const params = { path: { id }, header: OWN_PAGE };
  const change = useChange(
    () =>
      kind === 'hold'
        ? api.POST('/api/v1/holds/{id}/release', { params })
        : api.POST('/api/v1/preservations/{id}/release', { params }),
    onClose,
  );
  return (
    <>
      <FormDialog
        isOpen
        title={t(`${kind}.end-of`, { number })}
        submit={t('holds.end')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(`${kind}.end-lead`)}</Text>
      </FormDialog>
      {change.dialog}
    </>
  );
}
