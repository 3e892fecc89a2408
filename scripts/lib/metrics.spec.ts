import { mergeFigures } from './metrics.mjs';

const portal = `# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{code="200"} 5
requests_total 1
`;
const triage = `# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{code="500",} 2
# HELP wait_seconds Waiting, by step.
# TYPE wait_seconds histogram
wait_seconds_bucket{le="+Inf"} 4
wait_seconds_sum 1.5
wait_seconds_count 4
`;

describe('the joined figures of all programs', () => {
  const merged = mergeFigures(
    new Map([
      ['portal', portal],
      ['triage', triage],
    ]),
  ).split('\n');

  it('label each sample with its program', () => {
    expect(merged).toContain('requests_total{program="portal",code="200"} 5');
    expect(merged).toContain('requests_total{program="portal"} 1');
    expect(merged).toContain('requests_total{program="triage",code="500"} 2');
    expect(merged).toContain('wait_seconds_bucket{program="triage",le="+Inf"} 4');
  });

  it('say what a family is once, with its samples below it', () => {
    expect(merged.filter((line) => line === '# TYPE requests_total counter')).toHaveLength(1);
    const family = merged.slice(merged.indexOf('# HELP wait_seconds Waiting, by step.'));
    expect(family.slice(0, 5).map((line) => line.split(/[ {]/)[0])).toEqual([
      '#',
      '#',
      'wait_seconds_bucket',
      'wait_seconds_sum',
      'wait_seconds_count',
    ]);
  });
});
