// Setting and ending a hold or an order of preservation.
import { Text } from '@mantine/core';
import { useState } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { FormDialog, useFieldProblems } from './form.dialog.js';
import { LastDayField, LineField, LinesField } from './form.fields.js';
import { endOfDay } from './last-day.js';
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
        <LineField
          label={t('holds.case-number')}
          description={t('holds.case-number-hint')}
          error={problem('caseNumber')}
          data-autofocus
          maxLength={40}
          dir="ltr"
          classNames={{ input: 'short' }}
          value={fields.caseNumber}
          onChange={(caseNumber) => set({ caseNumber })}
        />
        <LineField
          label={t('holds.ordered-by')}
          description={t('holds.ordered-by-hint')}
          error={problem('orderedBy')}
          value={fields.orderedBy}
          onChange={(orderedBy) => set({ orderedBy })}
        />
        <LinesField
          label={t('holds.reason')}
          description={t('holds.reason-hint')}
          error={problem(kind === 'hold' ? 'reason' : 'legalInstrument')}
          required={kind === 'preservation'}
          value={fields.basis}
          onChange={(basis) => set({ basis })}
        />
        <LastDayField
          description={t(`${kind}.last-day-hint`)}
          error={problem('expiresAt')}
          value={fields.lastDay}
          onChange={(lastDay) => set({ lastDay })}
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
