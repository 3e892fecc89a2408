import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many letters an address was sent in a day; the address is known here by a keyed hash alone. */
@Entity('letter_counts')
export class LetterCount {
  @PrimaryColumn('bytea', { name: 'address_hash' })
  addressHash: Buffer;

  @PrimaryColumn('date')
  day: string;

  @Column('integer')
  sent: number;
}
