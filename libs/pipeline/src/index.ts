export * from './step-context.js';
export * from './handlers.js';
export * from './look-ups.js';
export * from './fetch-turns.js';
export * from './retention.js';
export { matchMedia } from './media-matching.js';
