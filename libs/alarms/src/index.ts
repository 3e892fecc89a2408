export * from './alarms.js';
export * from './lag-alarm.js';
export * from './worker-sign.entity.js';
export * from './worker-signs.js';
