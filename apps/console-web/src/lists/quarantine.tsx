// Entries that fit too much to mean anything: out of force until a person says what they are.
import { Badge, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { QuarantinedEntry } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';

type Decision = 'release' | 'keep';

/** @param listId where given, only entries of that list */
export function Quarantine({ listId }: { readonly listId?: string }) {
  const { t, word, dateTime } = useLanguage();
  const mayManage = useMay('list.manage');
  const [asked, setAsked] = useState<{ entry: QuarantinedEntry; decision: Decision }>();
  const entries = useQuery({
    queryKey: ['list-quarantines'],
    queryFn: () => dataOf(api.GET('/api/v1/list-quarantines')),
  });
  if (entries.isError) return <ProblemNote error={entries.error} onRetry={() => void entries.refetch()} />;
  const shown = entries.data?.filter((one) => listId === undefined || one.hashListId === listId) ?? [];
  if (shown.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="quarantine-title">
      <Title order={2} id="quarantine-title">
        {t('quarantine.title')}
      </Title>
      <Text size="sm" maw="44rem" mb="sm">
        {t('quarantine.lead')}
      </Text>
      <Stack component="ul" gap="md" className="plain">
        {shown.map((entry) => (
          <li key={entry.id}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {t('quarantine.fits', { cases: entry.cases, hosts: entry.hosts })}
              </Text>
              <Badge size="sm" variant="default" tt="none" className="state" data-state={entry.state}>
                {word('quarantine-state', entry.state)}
              </Badge>
            </Group>
            <Text size="xs" className="soft">
              <bdi>{entry.list}</bdi> ·{' '}
              {entry.category !== null && (
                <>
                  <bdi>{entry.category}</bdi> ·{' '}
                </>
              )}
              <bdi className="inert">{entry.hashEntryId}</bdi> · {dateTime(entry.foundAt)}
            </Text>
            {entry.decidedAt !== null && (
              <Text size="sm">
                {t('quarantine.decided', {
                  person: entry.decidedBy ?? word('actor', 'operator'),
                  time: dateTime(entry.decidedAt),
                })}{' '}
                <bdi>{entry.reason}</bdi>
              </Text>
            )}
            {mayManage && (
              <Group gap="xs" mt={6}>
                {(['release', 'keep'] as const)
                  .filter((one) => entry.state !== (one === 'release' ? 'released' : 'kept'))
                  .map((decision) => (
                    <Button
                      key={decision}
                      size="xs"
                      variant="default"
                      onClick={() => setAsked({ entry, decision })}
                    >
                      {t(`quarantine.${decision}`)}
                    </Button>
                  ))}
              </Group>
            )}
          </li>
        ))}
      </Stack>
      {asked !== undefined && <DecisionDialog {...asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

function DecisionDialog({
  entry,
  decision,
  onClose,
}: {
  readonly entry: QuarantinedEntry;
  readonly decision: Decision;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const change = useChange(
    () =>
      api.POST('/api/v1/list-quarantines/{id}/decision', {
        params: { path: { id: entry.id }, header: OWN_PAGE },
        body: { decision, reason },
      }),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t(`quarantine.${decision}`)}
        submit={t(`quarantine.${decision}`)}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(`quarantine.${decision}-lead`)}</Text>
        <Textarea
          label={t('quarantine.reason')}
          error={problem('reason')}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={500}
          dir="auto"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}
