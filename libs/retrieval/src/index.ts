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
export { HostSlots } from './host-slots.js';
export type { HostRefusal, HostSlot, HostSlotOptions } from './host-slots.js';
export * from './fetch-host.entity.js';
export * from './fetch-slot.entity.js';
