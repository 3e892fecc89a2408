export * from './list-source.entity.js';
export * from './list-source-entry.entity.js';
export * from './list-lookup.entity.js';
export * from './source.kinds.js';
export { SEALED_SOURCE_CREDENTIALS } from './source.access.js';
export { SourceFailedError, type PollProgress } from './source.protocol.js';
export * from './list-sources.js';
export * from './poll.service.js';
export { LookUps, type LookUpOptions, queueLookUps } from './look-ups.js';
