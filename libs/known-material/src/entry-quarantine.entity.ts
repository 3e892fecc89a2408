import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `waiting` and `kept` match nothing; `released` matches, and is not asked about again. */
export const QUARANTINE_STATES = ['waiting', 'kept', 'released'] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

/** An entry that fits too many cases to mean anything, and what a person said of it. */
@Entity('entry_quarantines')
export class EntryQuarantine {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  /** The entry in which it was found; what counts is what its line says. */
  @Column('uuid', { name: 'hash_entry_id' })
  hashEntryId: string;

  @Column('bytea')
  fingerprint: Buffer;

  @Column('text')
  state: QuarantineState;

  /** Different cases that it fitted when it was found. */
  @Column('integer')
  cases: number;

  /** Different hosts of their items. */
  @Column('integer')
  hosts: number;

  @Column('timestamptz', { name: 'found_at' })
  foundAt: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  /** Null where the operator decided. */
  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('text', { nullable: true })
  reason: string | null;
}
