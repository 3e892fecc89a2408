import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last sign of life of something that triage does again and again. */
@Entity('worker_signs')
export class WorkerSign {
  @PrimaryColumn('text')
  name: 'sweep' | 'outbox' | 'evidence';

  @Column('timestamptz')
  at: Date;

  @Column('integer', { name: 'every_seconds' })
  everySeconds: number;

  /** The oldest thing that waits longer than it should. */
  @Column('timestamptz', { name: 'behind_since', nullable: true })
  behindSince: Date | null;
}
