// One portal: what it lacks, what it says, and what the public sees of it.
import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import type { PortalChoices, PortalDetail } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { Loading, ProblemNote } from '../../parts/notes.js';
import { useMay } from '../../session/session.context.js';
import { FormDialog } from '../form.dialog.js';
import { useChange } from '../use-change.js';
import type { FieldContext } from './fields.js';
import { LookSection } from './look-section.js';
import { MissingPanel } from './missing-panel.js';
import { useChoices } from './new-portal.dialog.js';
import { PlaceSection } from './place-section.js';
import { bodyOf, formOf, goToField, isSame, type PortalForm, type Settings } from './portal-form.js';
import { OutcomesPanel, VersionsPanel } from './portal-history.js';
import { PortalParts } from './portal-parts.js';
import { nameOf, problemInWords, standingOf } from './portal-state.js';
import { StandingBadge, TriageOf } from './portals.page.js';
import { RecipientsSection } from './recipients-section.js';
import {
  ClosedSection,
  DangerSection,
  FormSection,
  HelpSection,
  Section,
  TextsSection,
  WhoSection,
} from './settings-sections.js';
import { TakenOverPanel } from './taken-over-panel.js';
import { TriagePanel } from './triage-panels.js';

export function PortalPage() {
  const { portalId } = useParams({ from: '/portals/$portalId' });
  const portal = useQuery({
    queryKey: ['portal', portalId],
    queryFn: () => dataOf(api.GET('/api/v1/portals/{id}', { params: { path: { id: portalId } } })),
    // Somebody may be typing: what others save is told when this is saved.
    refetchOnWindowFocus: false,
  });
  const choices = useChoices();
  if (portal.isError) return <ProblemNote error={portal.error} onRetry={() => void portal.refetch()} />;
  if (choices.isError) return <ProblemNote error={choices.error} onRetry={() => void choices.refetch()} />;
  if (portal.isPending || choices.isPending) return <Loading />;
  return <PortalEditor key={portal.data.id} portal={portal.data} choices={choices.data} />;
}

/** The settings as they are typed; begun anew when another version was read. */
function useForm(portal: PortalDetail) {
  const read = useMemo(() => formOf(portal), [portal]);
  const [typed, setTyped] = useState({ from: portal.version, form: read });
  const isNewer = portal.version !== typed.from;
  const isDirty = !isSame(typed.form, read);
  // What was typed stays until it is saved or given up, whatever others save meanwhile.
  const [isKept, setIsKept] = useState(false);
  useEffect(() => {
    if (isNewer && !isKept) setTyped({ from: portal.version, form: read });
  }, [isNewer, isKept, portal.version, read]);
  return {
    form: typed.form,
    from: typed.from,
    isDirty,
    change: (some: Partial<PortalForm>) => {
      setIsKept(true);
      setTyped({ ...typed, form: { ...typed.form, ...some } });
    },
    begin: () => {
      setIsKept(false);
      setTyped({ from: portal.version, form: read });
    },
  };
}

function PortalEditor({
  portal,
  choices,
}: {
  readonly portal: PortalDetail;
  readonly choices: PortalChoices;
}) {
  const language = useLanguage();
  const { t, locale } = language;
  const mayManage = useMay('portal.manage') && portal.isOwn;
  const { form, from, isDirty, change, begin } = useForm(portal);
  const queries = useQueryClient();
  const save = useChange(
    () =>
      dataOf(
        api.PUT('/api/v1/portals/{id}', {
          params: { path: { id: portal.id }, header: OWN_PAGE },
          body: { version: from, ...bodyOf(form) },
        }),
      ),
    begin,
  );
  const problems = save.error instanceof ApiProblem ? save.error.body.fields : undefined;
  useEffect(() => {
    const [first] = Object.keys(problems ?? {});
    if (first !== undefined) goToField(first);
  }, [problems]);
  const context: FieldContext = {
    locales: form.locales,
    problem: (path) => {
      const said = problems?.[path];
      return said === undefined ? undefined : problemInWords(language, path, said);
    },
    isReadOnly: !mayManage,
  };
  const set = (some: Settings) => change({ settings: { ...form.settings, ...some } });
  const section = { settings: form.settings, onChange: set, context, choices };
  const isOvertaken = save.error instanceof ApiProblem && save.error.code === 'portal-changed';
  return (
    <Stack gap="md" pb="5rem">
      <div>
        <Anchor component={Link} to="/portals" size="sm" underline="always">
          {t('portals.title')}
        </Anchor>
      </div>
      <Group gap="sm">
        <Title order={1}>
          <bdi>{nameOf(portal, locale)}</bdi>
        </Title>
        <StandingBadge portal={portal} />
      </Group>
      <Text className="soft">
        <bdi className="inert" dir="ltr">
          /{portal.slug}
        </bdi>{' '}
        · <TriageOf portal={portal} />
      </Text>
      <TriagePanel portal={portal} />
      {portal.isOwn && <MissingPanel portal={portal} />}
      {portal.isOwn && <TakenOverPanel portal={portal} mayConfirm={mayManage} isDirty={isDirty} />}
      <PortalParts portal={portal}>
        {{
          place: (
            <>
              <Section title={t('portals.section-place')}>
                <PlaceSection
                  form={form}
                  slug={portal.slug}
                  onChange={change}
                  context={context}
                  choices={choices}
                />
              </Section>
              <Section title={t('portals.section-who')}>
                <WhoSection {...section} />
              </Section>
            </>
          ),
          help: (
            <>
              <Section title={t('portals.section-danger')}>
                <DangerSection {...section} isDelegated={portal.organisation !== portal.triagedBy} />
              </Section>
              <Section title={t('portals.section-help')}>
                <HelpSection {...section} />
              </Section>
            </>
          ),
          texts: (
            <>
              <Section title={t('portals.section-texts')}>
                <TextsSection {...section} />
              </Section>
              <Section title={t('portals.section-form')}>
                <FormSection {...section} />
              </Section>
              <Section title={t('portals.section-closed')}>
                <ClosedSection {...section} />
              </Section>
            </>
          ),
          recipients: (
            <Section title={t('portals.section-recipients')}>
              <RecipientsSection
                portal={portal}
                named={form.recipients}
                onChange={(recipients) => change({ recipients })}
                context={context}
              />
            </Section>
          ),
          look: (
            <Section title={t('portals.section-look')}>
              <LookSection look={form.settings.look} onChange={(look) => set({ look })} context={context} />
            </Section>
          ),
          record: (
            <>
              <Section title={t('portals.section-outcomes')}>
                <OutcomesPanel portal={portal} />
              </Section>
              {portal.isOwn && (
                <Section title={t('portals.section-history')}>
                  <VersionsPanel portal={portal} />
                </Section>
              )}
            </>
          ),
        }}
      </PortalParts>
      {mayManage && (
        <div className="save-bar">
          {save.error !== null && <ProblemNote error={save.error} />}
          {isOvertaken && (
            <Alert variant="light" color="amber" p="sm">
              <Group justify="space-between" gap="sm">
                <Text size="sm">{t('portals.overtaken')}</Text>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => {
                    begin();
                    save.reset();
                    void queries.invalidateQueries();
                  }}
                >
                  {t('portals.load-theirs')}
                </Button>
              </Group>
            </Alert>
          )}
          <Group justify="space-between" gap="xs">
            <Text size="sm" className="soft">
              {t(isDirty ? 'portals.not-saved' : 'portals.saved', { number: portal.version })}
            </Text>
            <Group gap="xs">
              <ExportButton portal={portal} />
              <PublishButtons portal={portal} isDirty={isDirty} />
              <Button disabled={!isDirty} loading={save.isPending} onClick={() => save.run(undefined)}>
                {t('portals.save')}
              </Button>
            </Group>
          </Group>
        </div>
      )}
      {save.dialog}
    </Stack>
  );
}

function PublishButtons({ portal, isDirty }: { readonly portal: PortalDetail; readonly isDirty: boolean }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState<'publish' | 'withdraw'>();
  const standing = standingOf(portal);
  return (
    <>
      {portal.isLive && (
        <Button variant="default" onClick={() => setAsking('withdraw')}>
          {t('portals.withdraw')}
        </Button>
      )}
      {!portal.isLive && portal.withdrawnAt !== null && (
        <Button variant="default" disabled={isDirty} onClick={() => setAsking('withdraw')}>
          {t('portals.renew-closed')}
        </Button>
      )}
      {standing !== 'live' && (
        <Button
          variant="default"
          disabled={isDirty || Object.keys(portal.missing).length > 0}
          onClick={() => setAsking('publish')}
        >
          {t(portal.isLive ? 'portals.publish-change' : 'portals.publish')}
        </Button>
      )}
      {asking !== undefined && (
        <PublishDialog portal={portal} what={asking} onClose={() => setAsking(undefined)} />
      )}
    </>
  );
}

function PublishDialog({
  portal,
  what,
  onClose,
}: {
  readonly portal: PortalDetail;
  readonly what: 'publish' | 'withdraw';
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const words = what === 'withdraw' && !portal.isLive ? 'renew-closed' : what;
  const change = useChange(() => {
    const params = { path: { id: portal.id }, header: OWN_PAGE };
    return what === 'publish'
      ? api.POST('/api/v1/portals/{id}/publish', { params, body: { version: portal.version } })
      : api.POST('/api/v1/portals/{id}/withdraw', { params });
  }, onClose);
  return (
    <>
      <FormDialog
        isOpen
        title={t(`portals.${words}-title`)}
        submit={t(`portals.${words}`)}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(`portals.${words}-lead`)}</Text>
      </FormDialog>
      {change.dialog}
    </>
  );
}

function ExportButton({ portal }: { readonly portal: PortalDetail }) {
  const { t } = useLanguage();
  const download = useChange(async () => {
    const file = await dataOf(api.GET('/api/v1/portals/{id}/file', { params: { path: { id: portal.id } } }));
    const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `portal-${portal.slug}.json`;
    link.click();
    URL.revokeObjectURL(url);
  });
  return (
    <Button variant="default" loading={download.isPending} onClick={() => download.run(undefined)}>
      {t('portals.export')}
    </Button>
  );
}
