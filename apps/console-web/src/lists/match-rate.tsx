// How often a list matches, week by week: a small chart, and its figures for whoever wants them or hears the page.
import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import type { WeekOfMatches } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';

/** Of a thousand examined; nothing where nothing was. */
const perThousand = (count: number, { examined }: WeekOfMatches) =>
  examined === 0 ? 0 : (1000 * count) / examined;

const sumOf = (weeks: readonly WeekOfMatches[]) => weeks.reduce((sum, { examined }) => sum + examined, 0);

export function MatchRate({ listId }: { readonly listId: string }) {
  const { t, number } = useLanguage();
  const weeks = useQuery({
    queryKey: ['match-rate', listId],
    queryFn: () => dataOf(api.GET('/api/v1/lists/{id}/match-rate', { params: { path: { id: listId } } })),
  });
  return (
    <section className="panel" aria-labelledby="rate-title">
      <Title order={2} id="rate-title">
        {t('rate.title')}
      </Title>
      <Text size="sm" className="soft" maw="44rem" mb="sm">
        {t('rate.lead')}
      </Text>
      {weeks.isPending && <Loading />}
      {weeks.isError && <ProblemNote error={weeks.error} onRetry={() => void weeks.refetch()} />}
      {weeks.isSuccess &&
        (weeks.data.every(({ matched }) => matched === 0) ? (
          <Empty>{t('rate.none', { examined: number(sumOf(weeks.data)) })}</Empty>
        ) : (
          <Chart weeks={weeks.data} />
        ))}
    </section>
  );
}

function Chart({ weeks }: { readonly weeks: readonly WeekOfMatches[] }) {
  const { t, number, date } = useLanguage();
  const most = Math.max(...weeks.map((week) => perThousand(week.matched, week)), 1);
  const top = roundedUp(most);
  const height = (count: number, week: WeekOfMatches) => `${(100 * perThousand(count, week)) / top}%`;
  const rounded = (value: number) => number(Math.round(value * 10) / 10);
  return (
    <>
      <div className="rates" aria-hidden="true">
        <div className="rates-scale figure">
          <span>{number(top)}</span>
          <span>{number(top / 2)}</span>
          <span>{number(0)}</span>
        </div>
        <div className="rates-bars">
          {weeks.map((week) => (
            <div key={week.week} className="rate">
              <span className="rate-matched" style={{ blockSize: height(week.matched, week) }} />
              <span className="rate-settled" style={{ blockSize: height(week.settled, week) }} />
            </div>
          ))}
        </div>
      </div>
      <div className="rates-days soft figure" aria-hidden="true">
        <span>{date(weeks[0]!.week)}</span>
        <span>{date(weeks.at(-1)!.week)}</span>
      </div>
      <ul className="hash-legend rates-legend" aria-hidden="true">
        <li>
          <span className="swatch rate-matched" />
          {t('rate.matched')}
        </li>
        <li>
          <span className="swatch rate-settled" />
          {t('rate.settled')}
        </li>
      </ul>
      <details>
        <Text component="summary" size="sm">
          {t('rate.figures')}
        </Text>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t('rate.week')}</th>
              <th scope="col">{t('rate.examined')}</th>
              <th scope="col">{t('rate.matched')}</th>
              <th scope="col">{t('rate.settled')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week.week}>
                <td>{date(week.week)}</td>
                <td className="figure">{number(week.examined)}</td>
                <td className="figure">{rounded(perThousand(week.matched, week))}</td>
                <td className="figure">{rounded(perThousand(week.settled, week))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** The next of 1, 2, 5 times a power of ten: a scale that can be read. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
