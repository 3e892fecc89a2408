// Hash lists: import, the index in memory, matching, and what a match may settle.
export * from './hash-list.entity.js';
export * from './hash-list-version.entity.js';
export * from './hash-entry.entity.js';
export * from './match.entity.js';
export * from './known-material.errors.js';
export * from './list-version.lifecycle.js';
export * from './list.reader.js';
export * from './list.formats.js';
export { REFUSALS, type NewEntry, type RefusedLine, type Refusal } from './new-entry.js';
export * from './import-limits.js';
export * from './import.service.js';
export * from './list-decision.service.js';
export type { ListSettings } from './list-settings.js';
export * from './index.service.js';
export * from './lists.service.js';
export * from './matches.service.js';
export * from './settlement.js';
