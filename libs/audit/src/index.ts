export * from './audit-event.entity.js';
export * from './record-event.js';
