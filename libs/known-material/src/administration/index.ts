// Looking after lists in the console: bringing them in, comparing versions, and seeing that a switch holds everywhere.
export * from './list-import.entity.js';
export * from './list-import-part.entity.js';
export * from './list-import-refusals.entity.js';
export * from './list-sign.entity.js';
export { LIST_IMPORT_STATES, type ListImportState } from './list-import.lifecycle.js';
export * from './list-head.js';
export * from './list-import.runner.js';
export * from './list-import.status.js';
export * from './list-import.upkeep.js';
export * from './list-signs.js';
export {
  askToTakeBack,
  cancelListImport,
  openUpload,
  PART_BYTES,
  takePart,
  UploadTooLargeError,
  type NewUpload,
  type UploadBounds,
} from './list-upload.service.js';
export * from './list-versions.js';
export * from './match-rate.js';
export * from './policy-change.js';
