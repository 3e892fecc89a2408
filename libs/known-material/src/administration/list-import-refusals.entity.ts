import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Lines of an import that were not taken. */
@Entity('list_import_refusals')
export class ListImportRefusals {
  @PrimaryColumn('uuid', { name: 'list_import_id' })
  listImportId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('integer')
  number: number;

  /** `line,reason`, each with an end of line. */
  @Column('text')
  lines: string;
}
