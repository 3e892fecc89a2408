// A version of a list that would match much of what is held: the figures, and the word of a person.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { useMay } from '../session/session.context.js';
import { PolicyBrought } from './policy-facts.js';

type Waiting = NonNullable<HashList['waiting']>;
type Decision = 'approve' | 'refuse';

export function WaitingVersion({ list, waiting }: { readonly list: HashList; readonly waiting: Waiting }) {
  const { t, number } = useLanguage();
  const mayDecide = useMay('list.manage');
  const [asked, setAsked] = useState<Decision>();
  const version = number(waiting.version);
  return (
    <Alert variant="light" color="amber" p="sm" title={t('lists.waits', { version })}>
      <Stack gap="xs">
        <Text size="sm">{t(`lists.waits-${waiting.reason}`)}</Text>
        <Figures waiting={waiting} />
        {waiting.policy !== null && <PolicyBrought policy={list.policy} change={waiting.policy} />}
        {mayDecide ? (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setAsked('approve')}>
              {t('lists.approve')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsked('refuse')}>
              {t('lists.refuse')}
            </Button>
          </Group>
        ) : (
          <Text size="sm" className="soft">
            {t('lists.waits-for-administrator')}
          </Text>
        )}
      </Stack>
      {asked !== undefined && (
        <DecisionDialog list={list} waiting={waiting} decision={asked} onClose={() => setAsked(undefined)} />
      )}
    </Alert>
  );
}

function Figures({ waiting }: { readonly waiting: Waiting }) {
  const { t, number } = useLanguage();
  const { held, matched, exact, busiestEntry, earlier, withdrawn } = waiting.impact;
  const near = matched - exact;
  return (
    <Stack gap={2}>
      <Text size="sm">{t('lists.would-match', { matched, held, exact, near })}</Text>
      {earlier !== undefined && <Text size="sm">{t('lists.matched-before', { earlier })}</Text>}
      {withdrawn !== undefined && <Text size="sm">{t('lists.would-end', { withdrawn })}</Text>}
      {busiestEntry !== null && busiestEntry.media > 1 && (
        <Text size="sm">
          {t('lists.busiest-entry', { media: busiestEntry.media })}{' '}
          <bdi className="inert">{busiestEntry.id}</bdi>
        </Text>
      )}
      <Text size="sm" className="soft">
        {t('lists.waiting-entries', { entries: number(waiting.entries) })}
      </Text>
    </Stack>
  );
}

function DecisionDialog({
  list,
  waiting,
  decision,
  onClose,
}: {
  readonly list: HashList;
  readonly waiting: Waiting;
  readonly decision: Decision;
  readonly onClose: () => void;
}) {
  const { t, number } = useLanguage();
  const change = useChange(
    (chosen: Decision) =>
      dataOf(
        api.POST('/api/v1/lists/{id}/versions/{version}/decision', {
          params: { path: { id: list.id, version: waiting.version }, header: OWN_PAGE },
          body: { decision: chosen },
        }),
      ),
    onClose,
  );
  const version = number(waiting.version);
  return (
    <>
      <FormDialog
        isOpen
        title={t(`lists.${decision}-title`, { version, list: list.name })}
        submit={t(`lists.${decision}`)}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(decision)}
      >
        <Text size="sm">{t(`lists.${decision}-lead`)}</Text>
        <Figures waiting={waiting} />
        {decision === 'approve' && waiting.policy !== null && (
          <PolicyBrought policy={list.policy} change={waiting.policy} />
        )}
      </FormDialog>
      {change.dialog}
    </>
  );
}
