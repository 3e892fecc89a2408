import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether letters are sent, as the worker said when it started: what the forms promise. One row. */
@Entity('mail_service')
export class MailService {
  /** Always 1. */
  @PrimaryColumn('integer')
  id: number;

  @Column('boolean', { name: 'is_on' })
  isOn: boolean;

  @Column('timestamptz', { name: 'noted_at' })
  notedAt: Date;
}
