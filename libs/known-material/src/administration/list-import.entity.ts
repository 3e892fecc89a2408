import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportResult } from '../import.service.js';
import type { ColumnMapping } from '../list.reader.js';
import type { ListFormat } from '../list.formats.js';
import type { ListSettings } from '../list-settings.js';
import type { ListImportState } from './list-import.lifecycle.js';

/**
 * `take-back`: an earlier version of the list is to be live again; `limits`: what is live is to be near to more. Nothing is
 * uploaded for either.
 */
export const LIST_IMPORT_KINDS = ['upload', 'take-back', 'limits'] as const;
export type ListImportKind = (typeof LIST_IMPORT_KINDS)[number];

/** What became of an import that ended well. */
export type ListImportOutcome = Pick<
  ImportResult,
  'state' | 'version' | 'waitingVersion' | 'entries' | 'added' | 'ended'
>;

/** An import that somebody asked for in the console, and how far it is. */
@Entity('list_imports')
export class ListImport {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  kind: ListImportKind;

  @Column('text', { name: 'list_name' })
  listName: string;

  @Column('uuid', { name: 'asked_by' })
  askedBy: string;

  @Column('text')
  state: ListImportState;

  @Column('text', { nullable: true })
  format: ListFormat | null;

  @Column('jsonb', { nullable: true })
  columns: ColumnMapping | null;

  @Column('jsonb')
  settings: Omit<ListSettings, 'name'>;

  /** Of what is taken back: the version to go back to. */
  @Column('integer', { name: 'to_version', nullable: true })
  toVersion: number | null;

  /** As the upload announced it. */
  @Column('bigint')
  bytes: string;

  @Column('bigint', { name: 'received_bytes' })
  receivedBytes: string;

  @Column('integer', { name: 'received_parts' })
  receivedParts: number;

  @Column('bigint', { name: 'read_bytes' })
  readBytes: string;

  @Column('integer', { name: 'read_entries' })
  readEntries: number;

  @Column('integer')
  refused: number;

  @Column('integer')
  attempts: number;

  /** When a worker may take it; while one has it, when its hold ends. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt: Date | null;

  @Column('uuid', { name: 'hash_list_id', nullable: true })
  hashListId: string | null;

  @Column('jsonb', { nullable: true })
  outcome: ListImportOutcome | null;

  /** A code. */
  @Column('text', { nullable: true })
  failure: string | null;

  @Column('text', { name: 'failure_text', nullable: true })
  failureText: string | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt: Date;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
