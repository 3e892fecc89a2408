// Raising a mandate takes its legal basis; lowering takes nothing but the level.
import { NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { FormDialog, useFieldProblems } from './form.dialog.js';
import { LastDayField, LineField, LinesField } from './form.fields.js';
import { endOfDay } from './last-day.js';
import { LEVELS, rankOf, type Level } from './level-scale.js';
import { useChange } from './use-change.js';

/** Where a mandate holds: at one portal, or wherever none is recorded for a portal. */
export interface Scope {
  readonly portalId?: string;
  readonly name: string;
  readonly level: Level;
}

interface DialogProps {
  readonly scope: Scope;
  readonly onClose: () => void;
}

type Raised = Exclude<Level, 'none'>;
const RAISED = LEVELS.filter((level): level is Raised => level !== 'none');
const portalOf = ({ portalId }: Scope) => (portalId === undefined ? {} : { portalId });

export function RecordMandateDialog({ scope, onClose }: DialogProps) {
  const { t } = useLanguage();
  const [level, setLevel] = useState<Raised>(scope.level === 'none' ? 'hash' : scope.level);
  const [keepHours, setKeepHours] = useState<number>();
  const [fields, setFields] = useState({ legalInstrument: '', approvedBy: '', lastDay: '' });
  const change = useChange(
    () =>
      dataOf(
        api.POST('/api/v1/mandates', {
          params: { header: OWN_PAGE },
          body: {
            ...portalOf(scope),
            level,
            legalInstrument: fields.legalInstrument,
            approvedBy: fields.approvedBy,
            expiresAt: endOfDay(fields.lastDay),
            ...(level === 'view' && keepHours !== undefined ? { keepHours } : {}),
          },
        }),
      ),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t('mandates.record-for', { name: scope.name })}
        submit={t('mandates.record')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('mandates.record-lead')}</Text>
        <LevelChoice levels={RAISED} value={level} onChange={setLevel} />
        {level === 'view' && (
          <NumberInput
            label={t('mandates.keep-hours')}
            description={t('mandates.keep-hours-hint')}
            error={problem('keepHours')}
            min={1}
            max={8760}
            allowDecimal={false}
            hideControls
            value={keepHours ?? ''}
            onChange={(value) => setKeepHours(typeof value === 'number' ? value : undefined)}
          />
        )}
        <LinesField
          label={t('mandates.instrument')}
          description={t('mandates.instrument-hint')}
          error={problem('legalInstrument')}
          value={fields.legalInstrument}
          onChange={(legalInstrument) => setFields({ ...fields, legalInstrument })}
        />
        <LineField
          label={t('mandates.approved-by')}
          description={t('mandates.approved-by-hint')}
          error={problem('approvedBy')}
          value={fields.approvedBy}
          onChange={(approvedBy) => setFields({ ...fields, approvedBy })}
        />
        <LastDayField
          description={t('mandates.last-day-hint')}
          error={problem('expiresAt')}
          value={fields.lastDay}
          onChange={(lastDay) => setFields({ ...fields, lastDay })}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}

export function LowerMandateDialog({ scope, onClose }: DialogProps) {
  const { t } = useLanguage();
  const lower = LEVELS.filter((level) => rankOf(level) < rankOf(scope.level));
  const [level, setLevel] = useState<Level>(lower.at(-1) ?? 'none');
  const change = useChange(
    () =>
      dataOf(
        api.POST('/api/v1/mandates/lower', {
          params: { header: OWN_PAGE },
          body: { ...portalOf(scope), level },
        }),
      ),
    onClose,
  );
  return (
    <>
      <FormDialog
        isOpen
        title={t('mandates.lower-for', { name: scope.name })}
        submit={t('mandates.lower')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">
          {t(scope.portalId === undefined ? 'mandates.lower-all' : 'mandates.lower-portal')}
        </Text>
        <LevelChoice levels={lower} value={level} onChange={setLevel} />
      </FormDialog>
      {change.dialog}
    </>
  );
}

function LevelChoice<One extends Level>(props: {
  readonly levels: readonly One[];
  readonly value: One;
  readonly onChange: (level: One) => void;
}) {
  const { t, word } = useLanguage();
  return (
    <Radio.Group label={t('mandates.level')} value={props.value} onChange={(value) => props.onChange(value)}>
      <Stack gap="xs" mt={6}>
        {props.levels.map((level) => (
          <Radio
            key={level}
            value={level}
            label={word('level', level)}
            description={word('mandate', level)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
