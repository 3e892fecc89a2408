import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often signing in to an account was refused for one reason since a time. */
@Entity('sign_in_refusals')
export class SignInRefusal {
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('uuid', { name: 'staff_account_id' })
  staffAccountId: string;

  @PrimaryColumn('text')
  reason: string;

  @Column('timestamptz')
  since: Date;

  @Column('integer')
  tries: number;
}
