// The public sites of the organisation, and those that it triages for partners.
import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf } from '../../api/client.js';
import type { Portal } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../../parts/notes.js';
import { useMay } from '../../session/session.context.js';
import { NewPortalDialog } from './new-portal.dialog.js';
import { nameOf, standingOf } from './portal-state.js';

export function PortalsPage() {
  const { t } = useLanguage();
  const mayManage = useMay('portal.manage');
  const [isAdding, setIsAdding] = useState(false);
  const portals = useQuery({
    queryKey: ['portals'],
    queryFn: () => dataOf(api.GET('/api/v1/portals')),
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('portals.title')}</Title>
        {mayManage && <Button onClick={() => setIsAdding(true)}>{t('portals.add')}</Button>}
      </Group>
      <Text maw="44rem">{t('portals.lead')}</Text>
      {portals.isPending && <Loading />}
      {portals.isError && <ProblemNote error={portals.error} onRetry={() => void portals.refetch()} />}
      {portals.isSuccess && portals.data.length === 0 && (
        <section className="panel">
          <Empty>{t('portals.none')}</Empty>
        </section>
      )}
      {portals.data?.map((portal) => (
        <PortalPanel key={portal.id} portal={portal} />
      ))}
      {isAdding && <NewPortalDialog onClose={() => setIsAdding(false)} />}
    </Stack>
  );
}

function PortalPanel({ portal }: { readonly portal: Portal }) {
  const { t, country, languageName, locale } = useLanguage();
  const missing = Object.keys(portal.missing).length;
  return (
    <section className="panel" aria-labelledby={`portal-${portal.id}`}>
      <Group gap="sm" mb="xs">
        <Title order={2} id={`portal-${portal.id}`}>
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link to="/portals/$portalId" params={{ portalId: portal.id }} {...props} />
            )}
          >
            <bdi>{nameOf(portal, locale)}</bdi>
          </Anchor>
        </Title>
        <StandingBadge portal={portal} />
      </Group>
      <dl className="facts">
        <dt>{t('portals.address')}</dt>
        <dd>
          <bdi className="inert" dir="ltr">
            /{portal.slug}
          </bdi>
          {portal.host !== null && (
            <>
              {' · '}
              <bdi className="inert">{portal.host}</bdi>
            </>
          )}
        </dd>
        <dt>{t('portals.country')}</dt>
        <dd>{country(portal.country)}</dd>
        <dt>{t('portals.languages')}</dt>
        <dd>{portal.locales.map(languageName).join(' · ')}</dd>
        <dt>{t('portals.triage')}</dt>
        <dd>
          <TriageOf portal={portal} />
        </dd>
      </dl>
      {!portal.isLive && missing > 0 && (
        <Text size="sm" className="soft" mt="sm">
          {t('portals.lacks', { count: missing })}
        </Text>
      )}
    </section>
  );
}

export function StandingBadge({ portal }: { readonly portal: Portal }) {
  const { word } = useLanguage();
  const standing = standingOf(portal);
  return (
    <Badge variant="default" tt="none" className="state" data-state={standing === 'live' ? 'on' : standing}>
      {word('portal-state', standing)}
    </Badge>
  );
}

/** Whose analysts read the reports, in words. */
export function TriageOf({ portal }: { readonly portal: Portal }) {
  const { t } = useLanguage();
  if (!portal.isOwn) return <>{t('portals.triage-for', { name: portal.organisationName })}</>;
  if (portal.triagedBy === portal.organisation) return <>{t('portals.triage-own')}</>;
  const said = portal.triageAccepted
    ? 'portals.triage-by'
    : portal.triageEndedAt === null
      ? 'portals.triage-asked'
      : 'portals.triage-ended';
  return <>{t(said, { name: portal.triagedByName })}</>;
}
