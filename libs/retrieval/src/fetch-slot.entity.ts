import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A place among the fetches that may run on a host at once; free again when it expires. */
@Entity('fetch_slots')
export class FetchSlot {
  @PrimaryColumn('bytea', { name: 'host_key' })
  hostKey: Buffer;

  @PrimaryColumn('integer')
  slot: number;

  @Column('uuid')
  holder: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
