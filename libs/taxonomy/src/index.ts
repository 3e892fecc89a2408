export * from './scheme.js';
export * from './answers.js';
export * from './crosswalk.js';
