/** The way onward to ICCAM, INHOPE's exchange between hotlines. */
export * from './iccam.client.js';
export * from './iccam.delivery.js';
export * from './iccam.errors.js';
export * from './iccam.follow-up.js';
export * from './iccam.lookups.js';
export * from './iccam.report.js';
export type { IccamCredentials } from './iccam.session.js';
export * from './iccam.transport.js';
export * from './iccam.types.js';
