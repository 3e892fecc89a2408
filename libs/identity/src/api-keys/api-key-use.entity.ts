import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much of its quota a key has used. Counted in the database alone, by `use_api_key`. */
@Entity('api_key_uses')
export class ApiKeyUse {
  @PrimaryColumn('uuid', { name: 'api_key_id' })
  apiKeyId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('timestamptz', { name: 'minute_at' })
  minuteAt: Date;

  @Column('integer', { name: 'in_minute' })
  inMinute: number;

  @Column('timestamptz', { name: 'day_at' })
  dayAt: Date;

  @Column('integer', { name: 'in_day' })
  inDay: number;

  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;
}
