// Confined decoding and parsing: hostile pictures and pages are read in children that can open nothing.
export { MediaPool, type VideoSupport } from './media-pool.js';
export type { MediaPoolOptions } from './media-pool.options.js';
export type { Confinement } from './pool-confinement.js';
export { MediaError, type MediaErrorCode } from './media.error.js';
export { digestsOf } from './digests.js';
export {
  REJECTION_REASONS,
  type ContactSheet,
  type Derivative,
  type Digests,
  type Examination,
  type FrameHash,
  type PictureFormat,
  type RejectionReason,
  type Still,
  type VideoFormat,
  type ViewLevel,
} from './media.types.js';
export { parseDataUri } from './html/data-uri.js';
export type { ExtractedReference, ExtractedResources, ReferenceVia } from './html/reference-collector.js';
