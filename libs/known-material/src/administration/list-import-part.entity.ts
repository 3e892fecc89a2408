import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A stretch of an uploaded list, sealed, until its import has ended. */
@Entity('list_import_parts')
export class ListImportPart {
  @PrimaryColumn('uuid', { name: 'list_import_id' })
  listImportId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** From 0. */
  @PrimaryColumn('integer')
  number: number;

  /** SHA-256 of the plain bytes: the same part is taken twice, another one in its place is not. */
  @Column('bytea')
  digest: Buffer;

  @Column('bytea')
  sealed: Buffer;
}
