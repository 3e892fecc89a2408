export * from './step-context.js';
export * from './handlers.js';
export * from './retention.js';
export * from './retention-rules.js';
