// Press and hold to see a picture, as data: one state, one event in, the next state and what has to be done out. A picture
// is never shown unless somebody holds at that moment, and whatever was served is always ended.

export const LONGEST_REVEAL_MS = 10_000;

/** A picture that the server has handed out: the view to end, and where the bytes are. */
export interface OpenedPicture {
  readonly viewId: string;
  readonly source: string;
}

export type RevealState =
  | { readonly name: 'covered' }
  /** Asked for; the hold goes on. */
  | { readonly name: 'asking'; readonly attempt: number }
  /** Let go before the picture came: it is ended as soon as it comes. */
  | { readonly name: 'abandoned'; readonly attempt: number }
  | { readonly name: 'shown'; readonly attempt: number; readonly picture: OpenedPicture };

export type RevealEvent =
  | { readonly type: 'press'; readonly isRepeat: boolean }
  | { readonly type: 'opened'; readonly attempt: number; readonly picture: OpenedPicture }
  | { readonly type: 'refused'; readonly attempt: number }
  /** The hold ends: released, the window lost the focus, the page was hidden or left. */
  | { readonly type: 'release' }
  | { readonly type: 'time-over'; readonly attempt: number };

export type RevealEffect =
  | { readonly type: 'open'; readonly attempt: number }
  | { readonly type: 'end'; readonly picture: OpenedPicture }
  | { readonly type: 'start-timer'; readonly attempt: number }
  | { readonly type: 'stop-timer' };

export interface RevealStep {
  readonly state: RevealState;
  readonly effects: readonly RevealEffect[];
}

export const COVERED: RevealState = { name: 'covered' };

/**
 * The next step.
 * @param attempt number of the next try; each is asked for once, so that an answer to an old one is told apart
 */
export function reveal(state: RevealState, event: RevealEvent, attempt: number): RevealStep {
  switch (event.type) {
    case 'press':
      // A key that repeats would open view after view.
      if (event.isRepeat || state.name !== 'covered') return { state, effects: [] };
      return { state: { name: 'asking', attempt }, effects: [{ type: 'open', attempt }] };
    case 'opened':
      return opened(state, event);
    case 'refused':
      return isOf(state, event.attempt) ? { state: COVERED, effects: [] } : { state, effects: [] };
    case 'release':
      return released(state);
    case 'time-over':
      return isOf(state, event.attempt) ? released(state) : { state, effects: [] };
  }
}

function isOf(state: RevealState, attempt: number): boolean {
  return state.name !== 'covered' && state.attempt === attempt;
}

function opened(state: RevealState, event: Extract<RevealEvent, { type: 'opened' }>): RevealStep {
  const { attempt, picture } = event;
  if (state.name === 'asking' && state.attempt === attempt) {
    return { state: { name: 'shown', attempt, picture }, effects: [{ type: 'start-timer', attempt }] };
  }
  const isAwaited = state.name === 'abandoned' && state.attempt === attempt;
  return { state: isAwaited ? COVERED : state, effects: [{ type: 'end', picture }] };
}

function released(state: RevealState): RevealStep {
  if (state.name === 'asking') {
    return { state: { name: 'abandoned', attempt: state.attempt }, effects: [] };
  }
  if (state.name === 'shown') {
    return { state: COVERED, effects: [{ type: 'stop-timer' }, { type: 'end', picture: state.picture }] };
  }
  return { state, effects: [] };
}
