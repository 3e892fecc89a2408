import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ListedHashes } from '../listed-hashes.js';

/** What a source told last of one of its entries; an entry with several hashes of a kind has several rows. */
@Entity('list_source_entries')
export class ListSourceEntry extends ListedHashes {
  @PrimaryColumn('uuid', { name: 'source_id' })
  sourceId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** What the source calls the entry. */
  @PrimaryColumn('text', { name: 'source_key' })
  sourceKey: string;

  /** When this state of it began, by the source's clock. */
  @Column('timestamptz', { name: 'source_at' })
  sourceAt: Date;

  @Column('boolean', { name: 'is_withdrawn' })
  isWithdrawn: boolean;

  /** The reading from the beginning in which it was last told. */
  @Column('integer')
  generation: number;

  /** Empty where it is withdrawn. */
  @PrimaryColumn('bytea')
  fingerprint: Buffer;
}
