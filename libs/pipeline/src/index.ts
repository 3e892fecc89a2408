export * from './step-context.js';
export * from './handlers.js';
export * from './retention.js';
