// What was reported, whether it is still there, and where it is hosted. Fetching itself is `RetrievalClient`.
export { NAME_GONE_AFTER_MS, onlineCheck } from './check.js';
export type { KnownContent, OnlineCheck, OnlineState } from './check.js';
export { MEDIA_TYPES, classifyMediaType } from './classify-media-type.js';
export type { MediaType } from './classify-media-type.js';
export { CONTENT_DELIVERY_NETWORKS } from './content-delivery-networks.js';
export { HostingLookup } from './hosting.js';
export type { DataSource, Hosting } from './hosting.js';
export * from './fetch-record.entity.js';
export * from './online-check.entity.js';
