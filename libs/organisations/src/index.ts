export * from './organisation.entity.js';
export * from './organisation-key.entity.js';
export * from './portal.entity.js';
export * from './mandate.entity.js';
export * from './retention-rule.entity.js';
export * from './preservation.entity.js';
export * from './mandate.js';
export * from './organisation-keys.js';
