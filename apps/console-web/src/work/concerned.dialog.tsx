// Who answers for the queue of those concerned, and how soon its cases are taken up.
import { NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, OWN_PAGE } from '../api/client.js';
import type { ConcernQueue } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

export function ConcernedDialog({
  queue,
  onClose,
}: {
  readonly queue: ConcernQueue;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const [ownerId, setOwnerId] = useState(queue.ownerId ?? '');
  const [minutes, setMinutes] = useState<number | string>(queue.targetMinutes);
  const change = useChange(
    (body: { ownerId: string | null; targetMinutes: number }) =>
      api.PUT('/api/v1/concerned', { params: { header: OWN_PAGE }, body }),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t('concerned.change-title')}
        submit={t('concerned.save')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() =>
          change.run({ ownerId: ownerId === '' ? null : ownerId, targetMinutes: Number(minutes) })
        }
      >
        <NativeSelect
          label={t('concerned.owner')}
          value={ownerId}
          onChange={(event) => setOwnerId(event.currentTarget.value)}
          error={problem('ownerId')}
          data={[
            { value: '', label: t('concerned.nobody') },
            ...queue.colleagues.map(({ id, displayName }) => ({ value: id, label: displayName })),
          ]}
        />
        <NumberInput
          label={t('concerned.minutes')}
          required
          withAsterisk={false}
          min={5}
          max={10_080}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          maw="12rem"
          value={minutes}
          onChange={setMinutes}
          error={problem('targetMinutes')}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}
