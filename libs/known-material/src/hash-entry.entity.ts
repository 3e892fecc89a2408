import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ListedHashes } from './listed-hashes.js';

/** One line of a list; it belongs to the versions from `firstVersion` up to, not including, `endedVersion`. */
@Entity('hash_entries')
export class HashEntry extends ListedHashes {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  /** Of everything that the line says: the same line is the same entry in the next version. */
  @Column('bytea')
  fingerprint: Buffer;

  /** From then on it matches nothing; null for never. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('integer', { name: 'first_version' })
  firstVersion: number;

  @Column('integer', { name: 'ended_version', nullable: true })
  endedVersion: number | null;
}
