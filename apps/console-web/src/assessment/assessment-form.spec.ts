import {
  answersOf,
  confirmedBy,
  copyAnswers,
  isComplete,
  neededOfSource,
  problemsOf,
  questionsAfter,
  requestOf,
  sourceProblemsOf,
  subjectsOf,
  withAnswer,
  withSourceAnswer,
  type FilledCase,
  type ItemDraft,
  type Subject,
} from './assessment-form.js';

const lease = { token: '0190b6f2-0000-4000-8000-000000000001', version: 3 };
const picture: Subject = { key: 'm1', mediaId: 'm1', itemIds: ['i1', 'i2'], needsAnswer: true };
const page: Subject = { key: 'i3', itemIds: ['i3'], needsAnswer: true };
const settled: Subject = { key: 'm2', mediaId: 'm2', itemIds: ['i4'], needsAnswer: false };
const illegal: ItemDraft = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' };
const gone: ItemDraft = { verdict: 'not-reachable', reason: 'content-not-found' };

describe('subjects of a case', () => {
  it('are its items, those with the same bytes together', () => {
    const item = (id: string, mediaId: string | null, needsAnswer = true) =>
      ({ id, role: 'embedded', media: mediaId === null ? null : { id: mediaId }, needsAnswer }) as const;
    expect(subjectsOf([item('i3', null), item('i1', 'm1', false), item('i2', 'm1')])).toEqual([
      page,
      picture,
    ]);
  });
});

describe('the questions', () => {
  it('wait for the verdict', () => {
    expect(questionsAfter(undefined)).toEqual([]);
  });

  it('of an unreachable item are its reason alone', () => {
    expect(questionsAfter('not-reachable')).toEqual(['reason']);
  });

  it('of illegal material are not about a reason, of legal material not about severity', () => {
    expect(questionsAfter('national')).not.toContain('reason');
    expect(questionsAfter('not-illegal')).not.toContain('severity');
  });
});

describe('a draft', () => {
  it('keeps an unanswered question apart from the answer no', () => {
    expect(answersOf(illegal)).not.toHaveProperty('selfGenerated');
    expect(answersOf({ ...illegal, selfGenerated: false })).toHaveProperty('selfGenerated', false);
  });

  it('takes an answer back to unanswered', () => {
    const answered = withAnswer(illegal, 'computerGenerated', false);
    expect(withAnswer(answered, 'computerGenerated', undefined)).toEqual(illegal);
  });

  it('sends only what goes with the verdict', () => {
    const changed = withAnswer({ ...illegal, selfGenerated: true }, 'verdict', 'not-reachable');
    expect(answersOf(changed)).toEqual({ verdict: 'not-reachable' });
  });

  it('loses the reason with the verdict that it was for', () => {
    expect(withAnswer(gone, 'verdict', 'not-illegal')).not.toHaveProperty('reason');
    expect(withAnswer(gone, 'verdict', 'not-reachable')).toEqual(gone);
  });

  it('gets the answers of another as a copy of its own', () => {
    const copied = copyAnswers({ m1: illegal }, 'm1', ['i3', 'm2']);
    expect(copied).toEqual({ m1: illegal, i3: illegal, m2: illegal });
    expect(copied.i3).not.toBe(copied.m2);
  });
});

describe('problems', () => {
  it('name what a verdict still needs', () => {
    expect(problemsOf(page, undefined)).toEqual({ verdict: 'required' });
    expect(problemsOf(page, { verdict: 'baseline' })).toEqual({ ageBand: 'required', sex: 'required' });
    expect(problemsOf(page, { verdict: 'not-illegal' })).toEqual({ reason: 'required' });
  });

  it('name a contradiction', () => {
    expect(problemsOf(page, { ...illegal, computerGenerated: true })).toEqual({
      computerGenerated: 'contradiction',
    });
  });

  it('are none for an item that needs no answer and has none', () => {
    expect(problemsOf(settled, undefined)).toEqual({});
    expect(problemsOf(settled, { verdict: 'baseline' })).not.toEqual({});
  });

  it('are found in payment methods that exclude each other', () => {
    expect(sourceProblemsOf({ paymentMethods: ['none', 'visa'] })).toEqual({
      paymentMethods: 'contradiction',
    });
    expect(sourceProblemsOf({})).toEqual({});
  });
});

const filledWith = (more: Partial<FilledCase>): FilledCase => ({
  subjects: [page, picture, settled],
  drafts: { i3: gone, m1: illegal },
  source: {},
  illegalBefore: new Set(),
  sourceQuestions: [],
  ...more,
});

describe('what the way onward asks about the source', () => {
  const asked: Partial<FilledCase> = { sourceQuestions: ['siteType', 'commerciality', 'paymentMethods'] };
  const answers = { siteType: 'forum', commerciality: 'commercial', paymentMethods: ['visa'] } as const;

  it('has to be answered before a decision that confirms something', () => {
    const filled = filledWith({ ...asked, source: { siteType: 'forum', paymentMethods: [] } });
    expect(sourceProblemsOf(filled.source, neededOfSource(filled))).toEqual({
      commerciality: 'required',
      paymentMethods: 'required',
    });
    expect(isComplete(filled)).toBe(false);
    expect(isComplete(filledWith({ ...asked, source: { ...answers, paymentMethods: ['visa'] } }))).toBe(true);
  });

  it('may stay unanswered where nothing is confirmed', () => {
    const filled = filledWith({ ...asked, drafts: { i3: gone, m1: gone } });
    expect([neededOfSource(filled), isComplete(filled)]).toEqual([[], true]);
  });

  it('is asked as well for what a list or an earlier decision has confirmed, unless it is answered otherwise', () => {
    const drafts = { i3: gone, m1: gone };
    const before = filledWith({ ...asked, drafts, illegalBefore: new Set(['m2']) });
    expect([confirmedBy(before), isComplete(before)]).toEqual([[settled], false]);
    expect(neededOfSource({ ...before, drafts: { ...drafts, m2: gone } })).toEqual([]);
  });
});

describe('the request of a decision', () => {
  it('answers pictures by their bytes, other items one by one, and leaves out what needs nothing', () => {
    expect(requestOf(filledWith({}), lease)).toEqual({
      lease,
      items: [
        { contentItemId: 'i3', answers: gone },
        { mediaId: 'm1', answers: illegal },
      ],
      source: {},
    });
  });

  it('says about the source only what was answered', () => {
    const source = withSourceAnswer({ siteType: 'forum' }, 'paymentMethods', []);
    expect(requestOf(filledWith({ source }), lease).source).toEqual({ siteType: 'forum' });
  });

  it('is not made of incomplete answers', () => {
    const filled = filledWith({ drafts: { i3: gone } });
    expect(isComplete(filled)).toBe(false);
    expect(() => requestOf(filled, lease)).toThrow(RangeError);
  });
});
