// Encrypted store of media and of derivatives for viewing.
export * from './evidence-object.entity.js';
export * from './data-key.entity.js';
export * from './deletion.entity.js';
export * from './evidence.errors.js';
export * from './object.storage.js';
export * from './file.storage.js';
export * from './s3.storage.js';
export * from './open-storage.js';
export { EvidenceStore, SEALED_DATA_KEYS, type NewEvidence } from './evidence.store.js';
export * from './evidence.sweep.js';
