export * from './case.lifecycle.js';
