import { ManaraError } from '../errors.js';

const MESSAGES = {
  'not-a-backup': 'The file is not a backup of Manara.',
  'unknown-key':
    'The backup was made under a master key that is not in the key file; restore the key file first.',
  damaged: 'The backup is damaged or cut off; nothing was restored. Take another copy of it.',
  newer: 'The backup was made by a newer version of Manara; restore it with that version.',
  'older-schema':
    'The database is further than the backup; restore it into a new database without any tables.',
  'file-exists': 'There is a file of that name already; a backup never writes over one.',
  'not-empty': 'The database holds data already; restore into a new one.',
  'counts-differ': 'What was loaded is not what the backup says it holds; nothing was restored.',
  'no-store': 'The backup holds evidence files; say where evidence is kept (EVIDENCE_URL or DATA_DIR).',
} as const;

export class BackupRefusedError extends ManaraError {
  constructor(readonly reason: keyof typeof MESSAGES) {
    super(`backup-${reason}`, MESSAGES[reason], 400);
  }
}
