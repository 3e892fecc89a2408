// How far a list's state has come: it holds everywhere once every process of triage says so.
import { Text } from '@mantine/core';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { isSpreading } from './lists.queries.js';

export function ReachNote({ list }: { readonly list: HashList }) {
  const { t } = useLanguage();
  const { processes, inStep } = list.reach;
  const what = list.isEnabled ? 'on' : 'off';
  return (
    <Text size="sm" role="status" className={isSpreading(list) ? 'wrong' : 'soft'}>
      {processes === 0
        ? t('lists.reach-nobody')
        : isSpreading(list)
          ? t(`lists.reach-${what}-some`, { inStep, processes })
          : t(`lists.reach-${what}-all`, { processes })}
    </Text>
  );
}
