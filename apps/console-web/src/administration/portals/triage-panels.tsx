// The agreement of a partner to triage for another: asked for, given, taken back.
import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { api, OWN_PAGE } from '../../api/client.js';
import type { PortalDetail } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { ProblemNote } from '../../parts/notes.js';
import { useMay } from '../../session/session.context.js';
import { FormDialog } from '../form.dialog.js';
import { useChange } from '../use-change.js';

/** What whoever triages for another is asked, or has agreed to and can take back; to the owner, that it was. */
export function TriagePanel({ portal }: { readonly portal: PortalDetail }) {
  if (portal.organisation === portal.triagedBy) return null;
  if (portal.isOwn) return portal.triageEndedAt === null ? null : <EndedPanel portal={portal} />;
  return portal.triageAccepted ? <EndPanel portal={portal} /> : <AcceptPanel portal={portal} />;
}

function AcceptPanel({ portal }: { readonly portal: PortalDetail }) {
  const { t, date } = useLanguage();
  const mayManage = useMay('portal.manage');
  const accept = useChange(() =>
    api.POST('/api/v1/portals/{id}/accept', {
      params: { path: { id: portal.id }, header: OWN_PAGE },
    }),
  );
  const title =
    portal.triageEndedAt === null
      ? t('portals.asked-title', { name: portal.organisationName })
      : t('portals.triage-ended-here', { day: date(portal.triageEndedAt) });
  return (
    <Alert variant="light" color="amber" title={title}>
      <Text size="sm" mb="sm">
        {t(portal.triageEndedAt === null ? 'portals.asked-lead' : 'portals.triage-again-lead')}
      </Text>
      {accept.error !== null && <ProblemNote error={accept.error} />}
      {mayManage && (
        <Group gap="sm">
          <Button size="xs" loading={accept.isPending} onClick={() => accept.run(undefined)}>
            {t('portals.accept')}
          </Button>
          {portal.triageEndedAt === null && (
            <SayNo portal={portal} say="decline" lead="portals.decline-lead" />
          )}
        </Group>
      )}
      {accept.dialog}
    </Alert>
  );
}

function EndPanel({ portal }: { readonly portal: PortalDetail }) {
  const mayManage = useMay('portal.manage');
  if (!mayManage) return null;
  const lead = portal.isLive ? 'portals.end-triage-live' : 'portals.end-triage-lead';
  return (
    <Group>
      <SayNo portal={portal} say="end-triage" lead={lead} />
    </Group>
  );
}

/** Declines, or takes back what was agreed to; asks first. */
function SayNo({
  portal,
  say,
  lead,
}: {
  readonly portal: PortalDetail;
  readonly say: 'decline' | 'end-triage';
  readonly lead: 'portals.decline-lead' | 'portals.end-triage-lead' | 'portals.end-triage-live';
}) {
  const { t } = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  const close = () => setIsAsking(false);
  const end = useChange(
    () =>
      api.POST('/api/v1/portals/{id}/end-triage', {
        params: { path: { id: portal.id }, header: OWN_PAGE },
      }),
    close,
  );
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
        {t(`portals.${say}`)}
      </Button>
      {isAsking && (
        <FormDialog
          isOpen
          title={t(`portals.${say}-title`, { name: portal.organisationName })}
          submit={t(`portals.${say}`)}
          isPending={end.isPending}
          error={end.error}
          onClose={close}
          onSubmit={() => end.run(undefined)}
        >
          <Text size="sm">{t(lead)}</Text>
        </FormDialog>
      )}
      {end.dialog}
    </>
  );
}

function EndedPanel({ portal }: { readonly portal: PortalDetail }) {
  const { t, date } = useLanguage();
  return (
    <Alert
      variant="light"
      color="amber"
      title={t('portals.triage-ended-by', {
        name: portal.triagedByName,
        day: date(portal.triageEndedAt ?? ''),
      })}
    >
      <Text size="sm">{t('portals.triage-ended-lead')}</Text>
    </Alert>
  );
}
