// Finding cases. What is looked for stays in the page: a reported address must not stand in an address of ours.
import {
  Anchor,
  Badge,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { CaseState, CaseSummary } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { harmless } from '../parts/harmless.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';

const STATES: readonly CaseState[] = ['triage', 'ready', 'in-assessment', 'decided', 'referred', 'closed'];

interface Search {
  readonly q: string;
  readonly state: CaseState | '';
  readonly concerned: boolean;
}

export function SearchPage() {
  const { t, word } = useLanguage();
  const [q, setQ] = useState('');
  const [state, setState] = useState<CaseState | ''>('');
  const [search, setSearch] = useState<Search>({ q: '', state: '', concerned: false });
  const [concerned, setConcerned] = useState(false);
  const found = useInfiniteQuery({
    queryKey: ['cases', search],
    queryFn: ({ pageParam }) =>
      dataOf(
        api.POST('/api/v1/cases/search', {
          params: { header: OWN_PAGE },
          body: {
            ...(search.q.trim() === '' ? {} : { q: search.q.trim() }),
            ...(search.state === '' ? {} : { state: search.state }),
            ...(search.concerned ? { concerned: true } : {}),
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch({ q, state, concerned });
  };
  const cases = found.data?.pages.flatMap((page) => page.cases) ?? [];
  return (
    <Stack gap="md">
      <Title order={1}>{t('search.title')}</Title>
      <form className="panel" onSubmit={submit} role="search">
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('search.what')}
            description={t('search.hint')}
            maxLength={2000}
            style={{ flex: '1 1 18rem' }}
            dir="auto"
            autoComplete="off"
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('search.state')}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as CaseState | '')}
            data={[
              { value: '', label: t('search.any-state') },
              ...STATES.map((one) => ({ value: one, label: word('state', one) })),
            ]}
          />
          <Checkbox
            mb={8}
            label={t('search.concerned')}
            checked={concerned}
            onChange={(event) => setConcerned(event.currentTarget.checked)}
          />
          <Button type="submit">{t('search.submit')}</Button>
        </Group>
      </form>
      {found.isPending && <Loading />}
      {found.isError && <ProblemNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && (
        <section className="panel" aria-label={t('search.results')}>
          {cases.length === 0 ? <Empty>{t('search.none')}</Empty> : <Cases cases={cases} />}
          {found.hasNextPage && (
            <Button
              mt="md"
              variant="default"
              onClick={() => void found.fetchNextPage()}
              loading={found.isFetchingNextPage}
            >
              {t('action.more')}
            </Button>
          )}
        </section>
      )}
    </Stack>
  );
}

/** What speaks for a case, without the time that it has waited. */
function pointsOf({ priorityFactors }: CaseSummary): number {
  return priorityFactors.reduce((sum, { points }) => sum + points, 0);
}

function Cases({ cases }: { readonly cases: readonly CaseSummary[] }) {
  const { t, word, number, dateTime } = useLanguage();
  return (
    <table className="rows stacks">
      <thead>
        <tr>
          <th scope="col">{t('case.number')}</th>
          <th scope="col">{t('case.priority')}</th>
          <th scope="col">{t('case.state')}</th>
          <th scope="col">{t('case.opened')}</th>
          <th scope="col">{t('case.portal')}</th>
          <th scope="col">{t('case.holds')}</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.id}>
            <td>
              <Anchor
                underline="always"
                className="figure"
                renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: one.id }} {...props} />}
              >
                <bdi>{one.number}</bdi>
              </Anchor>
              {one.address === null ? (
                <Text size="sm" className="soft">
                  {word('case-kind', one.kind)}
                </Text>
              ) : (
                <div className="inert soft">{harmless(one.address)}</div>
              )}
              <Group gap={4} mt={2}>
                {one.isUrgent && (
                  <Badge size="sm" color="red" tt="none">
                    {t('case.urgent')}
                  </Badge>
                )}
                {one.childInDanger && (
                  <Badge size="sm" color="red" variant="light" tt="none">
                    {t('case.child-in-danger')}
                  </Badge>
                )}
                {one.concern !== null && (
                  <Badge size="sm" color="amber" variant="light" tt="none">
                    {word('concern', one.concern)}
                  </Badge>
                )}
              </Group>
            </td>
            <td data-label={t('case.priority')} className="figure narrow">
              {number(pointsOf(one))}
            </td>
            <td data-label={t('case.state')}>
              {word('state', one.state)}
              {one.outcome !== null && (
                <Text size="xs" className="soft">
                  {word('outcome', one.outcome)}
                </Text>
              )}
              {one.heldBy !== null && (
                <Text size="xs" className="soft">
                  {t('case.held-by')} <bdi>{one.heldBy}</bdi>
                </Text>
              )}
            </td>
            <td data-label={t('case.opened')} className="narrow">
              {dateTime(one.openedAt)}
            </td>
            <td data-label={t('case.portal')}>
              <bdi>{one.portal}</bdi>
            </td>
            <td data-label={t('case.holds')} className="narrow">
              {t('case.holds-what', { reports: one.reports, items: one.items })}
              {one.answeredItems > 0 && (
                <Text size="xs" className="soft">
                  {t('case.answered-items', { count: one.answeredItems })}
                </Text>
              )}
              {one.nearCopies > 0 && (
                <Text size="xs" className="soft">
                  {t('case.near-copies', { count: one.nearCopies })}
                </Text>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
