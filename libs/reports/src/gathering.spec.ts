import { Gathering } from './gathering.js';

/** A run that ends when it is told to. */
function heldRuns(isOfOne: (error: unknown) => boolean = () => true) {
  const runs: { inputs: readonly number[]; end(error?: Error): void }[] = [];
  const gathering = new Gathering<number, string>(
    (inputs) =>
      new Promise((resolve, reject) => {
        runs.push({
          inputs,
          end: (error) => (error === undefined ? resolve(inputs.map((one) => `${one}`)) : reject(error)),
        });
      }),
    { atOnce: 2, most: 3 },
    isOfOne,
  );
  return { gathering, runs };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('calls that are gathered', () => {
  it('go at once while fewer are under way than may be, and then together, no more than may be', async () => {
    const { gathering, runs } = heldRuns();
    const all = [gathering.add(1)];
    await settled();
    all.push(gathering.add(2));
    await settled();
    expect(runs.map(({ inputs }) => inputs)).toEqual([[1], [2]]);
    all.push(...[3, 4, 5, 6].map((input) => gathering.add(input)));
    await settled();
    expect(runs).toHaveLength(2);
    runs[0]!.end();
    await settled();
    expect(runs[2]!.inputs).toEqual([3, 4, 5]);
    runs[1]!.end();
    await settled();
    expect(runs[3]!.inputs).toEqual([6]);
    runs[2]!.end();
    runs[3]!.end();
    expect(await Promise.all(all)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('fail alone where one of them is at fault', async () => {
    const { gathering, runs } = heldRuns();
    const all = Promise.allSettled([1, 2, 3].map((input) => gathering.add(input)));
    await settled();
    runs[0]!.end(new Error('one of them'));
    await settled();
    expect(runs[1]!.inputs).toEqual([1]);
    runs[1]!.end();
    await settled();
    runs[2]!.end(new Error('this one'));
    await settled();
    runs[3]!.end();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fail together where none of them is at fault', async () => {
    const { gathering, runs } = heldRuns(() => false);
    const all = Promise.allSettled([1, 2].map((input) => gathering.add(input)));
    await settled();
    runs[0]!.end(new Error('away'));
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toHaveLength(1);
  });
});
