import fc from 'fast-check';
import { COVERED, reveal, type OpenedPicture, type RevealEvent, type RevealState } from './reveal.machine.js';

const picture: OpenedPicture = { viewId: 'view-1', source: 'blob:1' };
const press: RevealEvent = { type: 'press', isRepeat: false };
const release: RevealEvent = { type: 'release' };
const asking: RevealState = { name: 'asking', attempt: 1 };
const shown: RevealState = { name: 'shown', attempt: 1, picture };

describe('press and hold', () => {
  it('asks the server for a view when the hold begins', () => {
    expect(reveal(COVERED, press, 1)).toEqual({ state: asking, effects: [{ type: 'open', attempt: 1 }] });
  });

  it('shows the picture when it comes, and starts the clock', () => {
    const event: RevealEvent = { type: 'opened', attempt: 1, picture };
    expect(reveal(asking, event, 2)).toEqual({
      state: shown,
      effects: [{ type: 'start-timer', attempt: 1 }],
    });
  });

  it('covers the picture and ends the view when the hold ends', () => {
    expect(reveal(shown, release, 2)).toEqual({
      state: COVERED,
      effects: [{ type: 'stop-timer' }, { type: 'end', picture }],
    });
  });

  it('covers the picture when its time is over, though the hold goes on', () => {
    expect(reveal(shown, { type: 'time-over', attempt: 1 }, 2).state).toEqual(COVERED);
  });

  it('ignores the repetition of a held key', () => {
    const repeat: RevealEvent = { type: 'press', isRepeat: true };
    expect(reveal(COVERED, repeat, 1)).toEqual({ state: COVERED, effects: [] });
  });

  it('never shows a picture that comes after the hold has ended, but ends its view', () => {
    const abandoned = reveal(asking, release, 2).state;
    expect(abandoned.name).toBe('abandoned');
    expect(reveal(abandoned, { type: 'opened', attempt: 1, picture }, 2)).toEqual({
      state: COVERED,
      effects: [{ type: 'end', picture }],
    });
  });

  it('is covered again after a refusal', () => {
    expect(reveal(asking, { type: 'refused', attempt: 1 }, 2).state).toEqual(COVERED);
  });

  it('takes no notice of the clock of an earlier hold', () => {
    const later: RevealState = { name: 'shown', attempt: 2, picture };
    expect(reveal(later, { type: 'time-over', attempt: 1 }, 3).state).toBe(later);
  });
});

describe('any sequence of events', () => {
  const acts = fc.array(fc.constantFrom('press', 'repeat', 'release', 'answer', 'refuse', 'time'), {
    maxLength: 40,
  });

  it('shows a picture only between a press and the end of that hold, and ends every view that was opened', () => {
    fc.assert(
      fc.property(acts, (sequence) => {
        let state: RevealState = COVERED;
        let attempt = 0;
        let isHeld = false;
        let shownWithoutHold = 0;
        const pending: number[] = [];
        const open = new Set<string>();
        const take = (event: RevealEvent) => {
          const step = reveal(state, event, attempt + 1);
          state = step.state;
          for (const effect of step.effects) {
            if (effect.type === 'open') {
              attempt = effect.attempt;
              pending.push(effect.attempt);
            }
            if (effect.type === 'end') open.delete(effect.picture.viewId);
          }
        };
        const answer = (asked: number) => {
          open.add(`view-${asked}`);
          take({ type: 'opened', attempt: asked, picture: { viewId: `view-${asked}`, source: '' } });
        };
        for (const act of sequence) {
          if (act === 'press') {
            isHeld = true;
            take(press);
          } else if (act === 'repeat') take({ type: 'press', isRepeat: true });
          else if (act === 'release') {
            isHeld = false;
            take(release);
          } else if (act === 'time') take({ type: 'time-over', attempt });
          else {
            const asked = pending.shift();
            if (asked === undefined) continue;
            if (act === 'answer') answer(asked);
            else take({ type: 'refused', attempt: asked });
          }
          if (state.name === 'shown' && !isHeld) shownWithoutHold += 1;
        }
        take(release);
        for (let asked = pending.shift(); asked !== undefined; asked = pending.shift()) answer(asked);
        expect(shownWithoutHold).toBe(0);
        expect(state).toEqual(COVERED);
        expect([...open]).toEqual([]);
      }),
    );
  });
});
