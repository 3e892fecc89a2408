// The way out: the organisation's own list, and what partners read of it and of live addresses.
export * from './feed.entity.js';
export { keepOwnList, MOST_CONFIRMATIONS } from './own-list.js';
export { publishForPartners } from './publish.js';
export type { StandingRule } from './standing-rule.js';
export { EXPORT_FORMATS, exportList, type ExportFormat } from './list-export.js';
