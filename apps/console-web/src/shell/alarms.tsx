// What the installation needs a person for, said calmly above every page to those who can see to it.
import { Alert, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { useMe } from '../session/session.context.js';

const LOOK_EVERY_MS = 60_000;

export function Alarms() {
  const { t, word, number, dateTime } = useLanguage();
  const me = useMe();
  const alarms = useQuery({
    queryKey: ['alarms'],
    queryFn: () => dataOf(api.GET('/api/v1/alarms')),
    enabled: me.permissions.includes('alarm.read'),
    refetchInterval: LOOK_EVERY_MS,
  });
  // Where they cannot be loaded, the page itself cannot load either and says so.
  if (!alarms.isSuccess || alarms.data.length === 0) return null;
  return (
    <Alert variant="light" color="harbour" p="sm" mb="md" title={t('alarms.title')} role="status">
      <List size="sm" spacing={4}>
        {alarms.data.map(({ code, since, count }) => (
          <List.Item key={code}>
            <Text size="sm" span>
              {word('alarm', code)}
            </Text>{' '}
            <Text size="sm" span className="soft">
              {t('alarms.since', { time: dateTime(since) })}
              {count > 1 && ` · ${number(count)}`}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
