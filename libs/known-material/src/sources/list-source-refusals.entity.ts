import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Entries of a page of a source that were not taken. */
@Entity('list_source_refusals')
export class ListSourceRefusals {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'source_id' })
  sourceId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** When the reading began. */
  @Column('timestamptz', { name: 'begun_at' })
  begunAt: Date;

  /** Of the reading, from 1. */
  @Column('integer')
  page: number;

  /** How many they are. */
  @Column('integer')
  entries: number;

  /** `place,reason,key`, each with an end of line. */
  @Column('text')
  lines: string;
}
