import * as fc from 'fast-check';
import type { Verdict } from '#libs/taxonomy';
import { answersThatTravel, decisionToFollow, type MadeDecision } from './followed-decision.js';

const HERE = { country: 'NL', portalId: 'here', isDemonstration: false };

let made = 0;
/** A decision, each a second later than the one before. */
const by = (personId: string, verdict: Verdict, country = 'NL'): MadeDecision => {
  made += 1;
  return {
    assessmentId: `a${String(made).padStart(6, '0')}`,
    caseId: 'c',
    caseNumber: 'C-1',
    mediaId: 'm',
    personId,
    country,
    portalId: country === 'NL' ? 'here' : 'there',
    verdict,
    answers: { verdict },
    madeAt: new Date(made * 1000),
  };
};
const followed = (decisions: readonly MadeDecision[]) => {
  const choice = decisionToFollow(decisions, HERE);
  return choice.kind === 'follow' ? choice.decision : choice.kind;
};

describe('the decision that a copy of the same bytes follows', () => {
  it('is the one that somebody made, whatever it says of the picture', () => {
    for (const verdict of ['baseline', 'national', 'not-illegal'] as const) {
      const decision = by('one', verdict);
      expect(followed([decision])).toBe(decision);
    }
  });

  it('is none where nobody decided, or where only the address was judged', () => {
    expect(followed([])).toBe('none');
    expect(followed([by('one', 'not-reachable')])).toBe('none');
  });

  it('is none that two people dispute, until a third has looked', () => {
    const decisions = [by('one', 'baseline'), by('two', 'not-illegal')];
    expect(followed(decisions)).toBe('disputed');
    const third = by('three', 'baseline');
    expect(followed([...decisions, third])).toBe(third);
  });

  it('counts the last word of each person, so that one alone can change their mind', () => {
    const decisions = [by('one', 'baseline'), by('one', 'baseline'), by('one', 'not-illegal')];
    expect(followed(decisions)).toBe(decisions[2]);
  });

  it('comes from another country only where it says baseline and nobody says otherwise', () => {
    const abroad = by('one', 'baseline', 'BE');
    expect(followed([abroad])).toBe(abroad);
    for (const verdict of ['national', 'not-illegal'] as const) {
      expect(followed([by('one', verdict, 'BE')])).toBe('none');
      expect(followed([abroad, by('two', verdict, 'LU')])).toBe('none');
      const own = by('two', verdict);
      expect(followed([own, abroad])).toBe(own);
    }
  });

  it('says nothing of another portal’s own categories', () => {
    const decision = {
      ...by('one', 'baseline', 'BE'),
      answers: { verdict: 'baseline', ageBand: 'infant', sex: 'male', nationalCategory: 'x1' } as const,
    };
    expect(answersThatTravel(decision, HERE)).toEqual({
      verdict: 'baseline',
      ageBand: 'infant',
      sex: 'male',
    });
    expect(answersThatTravel(decision, { ...HERE, portalId: 'there' })).toBe(decision.answers);
  });

  it('does not depend on the order in which decisions are read, and is always one that was made', () => {
    const decision = fc
      .tuple(
        fc.constantFrom('one', 'two', 'three'),
        fc.constantFrom<Verdict>('baseline', 'national', 'not-illegal', 'not-reachable'),
        fc.constantFrom('NL', 'BE'),
      )
      .map(([person, verdict, country]) => by(person, verdict, country));
    fc.assert(
      fc.property(
        fc
          .array(decision, { maxLength: 8 })
          .chain((all) =>
            fc.tuple(
              fc.constant(all),
              fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
            ),
          ),
        ([all, shuffled]) => {
          const choice = decisionToFollow(all, HERE);
          expect(decisionToFollow(shuffled, HERE)).toEqual(choice);
          if (choice.kind !== 'follow') return;
          expect(all).toContain(choice.decision);
          expect(choice.decision.verdict === 'baseline' || choice.decision.country === 'NL').toBe(true);
        },
      ),
    );
  });
});
