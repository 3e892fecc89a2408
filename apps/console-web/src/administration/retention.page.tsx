// How long each class of data is kept: the default, the organisation's own time, and the bounds that it may choose in.
import { Alert, Button, Group, NativeSelect, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { RetentionRule } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { FormDialog, useFieldProblems } from './form.dialog.js';
import { useKeptFor } from './kept-for.js';
import { useChange } from './use-change.js';

export function RetentionPage() {
  const { t } = useLanguage();
  const mayManage = useMay('retention.manage');
  const retention = useQuery({
    queryKey: ['retention'],
    queryFn: () => dataOf(api.GET('/api/v1/retention')),
  });
  return (
    <Stack gap="md">
      <Title order={1}>{t('retention.title')}</Title>
      <Text maw="44rem">{t('retention.lead')}</Text>
      {retention.isPending && <Loading />}
      {retention.isError && <ProblemNote error={retention.error} onRetry={() => void retention.refetch()} />}
      {retention.isSuccess && (
        <>
          <Alert variant="light" color="harbour" p="sm">
            {retention.data.preservedCases + retention.data.preservedReports === 0
              ? t('retention.preserved-none')
              : t('retention.preserved', {
                  cases: retention.data.preservedCases,
                  reports: retention.data.preservedReports,
                })}
          </Alert>
          <section className="panel" aria-label={t('retention.title')}>
            <table className="rows stacks">
              <thead>
                <tr>
                  <th scope="col">{t('retention.class')}</th>
                  <th scope="col">{t('retention.kept')}</th>
                  <th scope="col">{t('retention.default')}</th>
                  <th scope="col">{t('retention.bounds')}</th>
                  {mayManage && <th scope="col">{t('admin.acts')}</th>}
                </tr>
              </thead>
              <tbody>
                {retention.data.classes.map((rule) => (
                  <RuleRow key={rule.dataClass} rule={rule} mayManage={mayManage} />
                ))}
              </tbody>
            </table>
          </section>
          <Text size="sm" className="soft" maw="44rem">
            {t('retention.note')}
          </Text>
        </>
      )}
    </Stack>
  );
}

function RuleRow({ rule, mayManage }: { readonly rule: RetentionRule; readonly mayManage: boolean }) {
  const { t, word } = useLanguage();
  const keptFor = useKeptFor();
  const [isChanging, setIsChanging] = useState(false);
  const most = keptFor(rule.most);
  const bounds =
    rule.least === 0
      ? t('retention.up-to', { most })
      : t('retention.from-to', { least: keptFor(rule.least), most });
  const name = word('data-class', rule.dataClass);
  return (
    <tr>
      <td>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Text size="xs" className="soft" maw="26rem">
          {word('data-class-hint', rule.dataClass)}
        </Text>
      </td>
      <td data-label={t('retention.kept')}>
        <Text span fw={600} size="sm">
          {keptFor(rule.hours)}
        </Text>
        {rule.isOwn && (
          <Text span size="xs" className="soft" display="block">
            {t('retention.own')}
          </Text>
        )}
      </td>
      <td data-label={t('retention.default')}>{keptFor(rule.defaultHours)}</td>
      <td data-label={t('retention.bounds')}>{rule.isCommon ? t('retention.common') : bounds}</td>
      {mayManage && (
        <td>
          {!rule.isCommon && (
            <Button
              size="xs"
              variant="default"
              aria-label={t('retention.change-of', { name })}
              onClick={() => setIsChanging(true)}
            >
              {t('retention.change')}
            </Button>
          )}
          {isChanging && (
            <RuleDialog rule={rule} name={name} bounds={bounds} onClose={() => setIsChanging(false)} />
          )}
        </td>
      )}
    </tr>
  );
}

const UNITS = { hours: 1, days: 24 } as const;
type Unit = keyof typeof UNITS;

function RuleDialog({
  rule,
  name,
  bounds,
  onClose,
}: {
  readonly rule: RetentionRule;
  readonly name: string;
  readonly bounds: string;
  readonly onClose: () => void;
}) {
  const { t, word } = useLanguage();
  const keptFor = useKeptFor();
  const [unit, setUnit] = useState<Unit>(rule.hours % 24 === 0 ? 'days' : 'hours');
  const [value, setValue] = useState<number | string>(rule.hours / UNITS[unit]);
  const change = useChange(
    (hours: number | null) =>
      api.PUT('/api/v1/retention/{dataClass}', {
        params: { path: { dataClass: rule.dataClass }, header: OWN_PAGE },
        body: { hours },
      }),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  const hours = Number(value) * UNITS[unit];
  const isShorter = value !== '' && hours < rule.hours;
  return (
    <>
      <FormDialog
        isOpen
        title={t('retention.change-of', { name })}
        submit={t('retention.save')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(hours)}
        aside={
          rule.isOwn && (
            <Button variant="subtle" onClick={() => change.run(null)} loading={change.isPending}>
              {t('retention.to-default', { time: keptFor(rule.defaultHours) })}
            </Button>
          )
        }
      >
        <Text size="sm">{t('retention.choose', { bounds })}</Text>
        <Group align="flex-end" gap="sm">
          <NumberInput
            label={t('retention.kept')}
            data-autofocus
            required
            withAsterisk={false}
            min={0}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            maw="9rem"
            value={value}
            onChange={setValue}
          />
          <NativeSelect
            aria-label={t('retention.unit')}
            value={unit}
            onChange={(event) => setUnit(event.currentTarget.value as Unit)}
            data={(Object.keys(UNITS) as Unit[]).map((one) => ({ value: one, label: word('unit', one) }))}
          />
        </Group>
        {problem('hours') !== undefined && (
          <Text size="sm" className="wrong" role="alert">
            {problem('hours')}
          </Text>
        )}
        {isShorter && (
          <Alert variant="light" color="amber" p="sm" role="status">
            {t('retention.shorter')}
          </Alert>
        )}
      </FormDialog>
      {change.dialog}
    </>
  );
}
