export * from './jobs.js';
export * from './queue-connection.js';
export * from './job-outcome.js';
export * from './job-queues.js';
export * from './relay.js';
export * from './sweep.js';
