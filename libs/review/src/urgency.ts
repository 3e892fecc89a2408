import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { NotFoundError } from '#libs/platform';
import type { Person } from './exposure.service.js';

/** Says whether a decision on the case must not wait before it is sent. @throws NotFoundError */
export async function markUrgency(
  manager: EntityManager,
  person: Person,
  caseId: string,
  isUrgent: boolean,
): Promise<void> {
  const [, known] = await manager.query<[unknown, number]>(
    'UPDATE cases SET is_urgent = $3 WHERE id = $1 AND organisation_id = $2',
    [caseId, person.organisationId, isUrgent],
  );
  if (known !== 1) throw new NotFoundError('case');
  await recordEvent(manager, {
    organisationId: person.organisationId,
    actor: { kind: 'staff', id: person.accountId },
    act: isUrgent ? 'case.marked-urgent' : 'case.marked-not-urgent',
    subjectKind: 'case',
    subjectId: caseId,
  });
}
