// Backup and restore of everything that the database holds, sealed under the master key.
export { BackupRefusedError } from './backup.errors.js';
export { createBackup, type BackupObjects, type BackupOptions } from './create-backup.js';
export {
  DELETION_KINDS,
  LOOK_NOT_PRESERVED,
  erasedInWords,
  replayDeletions,
  type DeletionKind,
  type FollowedDeletions,
  type LaterDeletion,
  type LaterDeletions,
} from './deletion-ledger.js';
export { restoreBackup, type RestoreOptions, type RestoreResult } from './restore-backup.js';
export type { BackupTrailer } from './backup.format.js';
