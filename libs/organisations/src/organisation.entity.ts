import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A hotline, or an agency that runs one. */
@Entity('organisations')
export class Organisation {
  @PrimaryColumn('uuid')
  id: string;

  /** Begins the number of each of its cases. */
  @Column('text')
  code: string;

  @Column('text')
  name: string;

  /** ISO 3166-1, two letters. */
  @Column('char', { length: 2 })
  country: string;

  /** Name of the IANA time zone in which its staff work. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  /** What it sets differently from the defaults: exposure limits, routing. */
  @Column('jsonb')
  policy: Record<string, unknown>;

  @Column('boolean', { name: 'is_demonstration' })
  isDemonstration: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
