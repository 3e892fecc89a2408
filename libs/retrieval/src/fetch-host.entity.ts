import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far ahead a host has been asked, by a digest of its name. */
@Entity('fetch_hosts')
export class FetchHost {
  @PrimaryColumn('bytea', { name: 'host_key' })
  hostKey: Buffer;

  @Column('timestamptz', { name: 'free_at' })
  freeAt: Date;
}
