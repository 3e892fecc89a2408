// Backup and restore of everything that the database holds, sealed under the master key.
export { BackupRefusedError } from './backup.errors.js';
export { createBackup, type BackupObjects, type BackupOptions } from './create-backup.js';
export {
  restoreBackup,
  type LaterDeletion,
  type RestoreOptions,
  type RestoreResult,
} from './restore-backup.js';
export type { BackupTrailer } from './backup.format.js';
