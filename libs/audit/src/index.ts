export * from './audit-event.entity.js';
export * from './audit-checkpoint.entity.js';
export * from './audit-head.entity.js';
export * from './record-event.js';
export * from './sealer.js';
export * from './checkpoint.js';
export * from './verify-chain.js';
