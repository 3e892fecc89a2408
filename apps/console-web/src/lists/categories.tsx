// What a list holds by category, in the source's words and what they mean here.
import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';

export function Categories({ list }: { readonly list: HashList }) {
  const { t, word, number } = useLanguage();
  const counts = useQuery({
    queryKey: ['list-categories', list.id, list.liveVersion],
    queryFn: () => dataOf(api.GET('/api/v1/lists/{id}/categories', { params: { path: { id: list.id } } })),
  });
  const most = Math.max(1, ...(counts.data?.map(({ entries }) => entries) ?? []));
  const meaning = (category: string | null) => {
    const verdict = category === null ? null : (list.policy.categoryMapping[category] ?? null);
    return verdict === null ? t('policy.person-decides') : word('verdict', verdict);
  };
  return (
    <section className="panel" aria-labelledby="categories-title">
      <Title order={2} id="categories-title">
        {t('categories.title')}
      </Title>
      {counts.isPending && <Loading />}
      {counts.isError && <ProblemNote error={counts.error} onRetry={() => void counts.refetch()} />}
      {counts.isSuccess && counts.data.length === 0 && <Empty>{t('categories.none')}</Empty>}
      {counts.isSuccess && counts.data.length > 0 && (
        <ul className="counts">
          {counts.data.map(({ category, entries }) => (
            <li key={category ?? ''}>
              <div>
                <Text size="sm" fw={600}>
                  {category === null ? t('versions.no-category') : <bdi>{category}</bdi>}
                </Text>
                <Text size="xs" className="soft">
                  {meaning(category)}
                </Text>
              </div>
              <span className="bar" aria-hidden="true">
                <span style={{ inlineSize: `${(100 * entries) / most}%` }} />
              </span>
              <Text size="sm" className="figure">
                {number(entries)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
