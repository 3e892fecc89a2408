/** What is injected without a class of its own. */
export const CLOCK = Symbol('clock');
