import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An attempt to sign in, by a keyed hash of the account name. */
@Entity('sign_in_attempts')
export class SignInAttempt {
  @PrimaryColumn('uuid')
  id: string;

  @Column('bytea', { name: 'account_key' })
  accountKey: Buffer;

  @Column('timestamptz')
  at: Date;

  @Column('boolean')
  succeeded: boolean;
}
