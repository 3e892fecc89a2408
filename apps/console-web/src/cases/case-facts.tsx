// Why a case stands where it stands, and what the law lets be done with it.
import { Button, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, OWN_PAGE } from '../api/client.js';
import type { CaseSummary } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

export function CaseFacts({ summary, isHeld }: { readonly summary: CaseSummary; readonly isHeld: boolean }) {
  const { t, word, number, dateTime } = useLanguage();
  const largest = Math.max(1, ...summary.priorityFactors.map(({ points }) => points));
  return (
    <section className="panel" aria-labelledby="facts-title">
      <Title order={2} id="facts-title">
        {t('case.facts')}
      </Title>
      <dl className="facts">
        <dt>{t('case.mandate')}</dt>
        <dd>{word('mandate', summary.mandate)}</dd>
        <dt>{t('case.kind')}</dt>
        <dd>{word('case-kind', summary.kind)}</dd>
        <dt>{t('case.portal')}</dt>
        <dd>
          <bdi>{summary.portal}</bdi>
        </dd>
        <dt>{t('case.opened')}</dt>
        <dd>{dateTime(summary.openedAt)}</dd>
        {summary.decidedAt !== null && (
          <>
            <dt>{t('case.decided')}</dt>
            <dd>{dateTime(summary.decidedAt)}</dd>
          </>
        )}
        {summary.outcome !== null && (
          <>
            <dt>{t('case.outcome')}</dt>
            <dd>{word('outcome', summary.outcome)}</dd>
          </>
        )}
      </dl>
      {isHeld && <Urgency summary={summary} />}
      <Title order={3} mt="md" mb="xs">
        {t('case.why')}
      </Title>
      {summary.priorityFactors.length === 0 ? (
        <Text size="sm" className="soft">
          {t('case.why-waiting')}
        </Text>
      ) : (
        <div className="factors" role="list">
          {summary.priorityFactors.map(({ factor, points }) => (
            <div key={factor} role="listitem" className="factor">
              <Text size="sm">{word('factor', factor)}</Text>
              <div className="bar" aria-hidden="true">
                <span style={{ width: `${(100 * Math.max(0, points)) / largest}%` }} />
              </div>
              <Text size="sm" className="figure soft">
                {t('case.points', { points: number(points) })}
              </Text>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

/** An urgent case goes out with the decision, without the time to take it back. */
function Urgency({ summary: { id, isUrgent } }: { readonly summary: CaseSummary }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const mark = useMutation({
    mutationFn: () =>
      api.PUT('/api/v1/cases/{id}/urgency', {
        params: { path: { id }, header: OWN_PAGE },
        body: { isUrgent: !isUrgent },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['case', id] }),
  });
  return (
    <>
      <Text size="sm" mt="sm" mb={4}>
        {isUrgent ? t('urgency.is') : t('urgency.is-not')}
      </Text>
      <Button size="xs" variant="default" onClick={() => mark.mutate()} loading={mark.isPending}>
        {isUrgent ? t('urgency.unset') : t('urgency.set')}
      </Button>
      {mark.isError && <ProblemNote error={mark.error} />}
    </>
  );
}
