// What is out of the ordinary with a list.
import { Badge, Group } from '@mantine/core';
import type { HashList } from '../api/types.js';
import { isOwn } from './own-list.js';
import { useLanguage } from '../catalogue/language.context.js';

export function ListBadges({ list }: { readonly list: HashList }) {
  const { t, number } = useLanguage();
  return (
    <Group gap={4}>
      {isOwn(list) && (
        <Badge size="sm" variant="outline" tt="none">
          {t('own-list.badge')}
        </Badge>
      )}
      {!list.isEnabled && (
        <Badge size="sm" variant="default" tt="none">
          {t('lists.disabled')}
        </Badge>
      )}
      {list.isExpired && (
        <Badge size="sm" variant="light" color="amber" tt="none">
          {t('lists.expired')}
        </Badge>
      )}
      {list.waiting !== null && (
        <Badge size="sm" variant="light" color="amber" tt="none">
          {t('lists.waiting')}
        </Badge>
      )}
      {list.quarantine.waiting > 0 && (
        <Badge size="sm" variant="light" color="amber" tt="none">
          {t('lists.quarantined', { count: number(list.quarantine.waiting) })}
        </Badge>
      )}
    </Group>
  );
}
