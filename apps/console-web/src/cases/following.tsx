// That an item follows what a person has decided about the same bytes, and undoing that for it.
import { Anchor, Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import type { Assessment, Lease } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

const LEAST_REASON = 3;

interface FollowingProps {
  readonly caseId: string;
  readonly link: Assessment;
  /** Every item of the case that shows these bytes. */
  readonly itemIds: readonly string[];
  readonly lease: Lease | undefined;
}

export function Following({ caseId, link, itemIds, lease }: FollowingProps) {
  const { t, dateTime } = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  const { follows } = link;
  if (follows === null) return null;
  return (
    <section aria-labelledby="follows-title">
      <Title order={3} mb={4} id="follows-title">
        {t('follows.title')}
      </Title>
      <Text size="sm">
        {t('follows.case')}{' '}
        <Anchor
          underline="always"
          size="sm"
          className="figure unbroken"
          renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: follows.caseId }} {...props} />}
        >
          <bdi>{follows.caseNumber}</bdi>
        </Anchor>
      </Text>
      <Text size="xs" className="soft">
        {t('follows.by', { name: follows.person ?? t('earlier.somebody'), time: dateTime(follows.madeAt) })}
      </Text>
      {!follows.holds && <Text size="sm">{t('follows.over')}</Text>}
      {lease !== undefined && (
        <>
          <Button
            size="xs"
            variant="default"
            mt="xs"
            onClick={() => setIsAsking(true)}
            aria-haspopup="dialog"
          >
            {t('follows.undo')}
          </Button>
          <UndoDialog
            caseId={caseId}
            itemIds={itemIds}
            lease={lease}
            isOpen={isAsking}
            onClose={() => setIsAsking(false)}
          />
        </>
      )}
    </section>
  );
}

function UndoDialog({
  caseId,
  itemIds,
  lease,
  isOpen,
  onClose,
}: {
  readonly caseId: string;
  readonly itemIds: readonly string[];
  readonly lease: Lease;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const hasReason = reason.trim().length >= LEAST_REASON;
  const undo = useMutation({
    mutationFn: async () => {
      // One after the other: each item is undone by itself, in the log too.
      for (const itemId of itemIds) {
        await api.POST('/api/v1/cases/{id}/items/{itemId}/unlink', {
          params: { path: { id: caseId, itemId }, header: OWN_PAGE },
          body: { lease: { token: lease.token, version: lease.version }, reason: reason.trim() },
        });
      }
    },
    onSuccess: onClose,
    // Also when it failed half way: what the page shows may not be so any more.
    onSettled: () => queries.invalidateQueries({ queryKey: ['case', caseId] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(!hasReason);
    if (hasReason && !undo.isPending) undo.mutate();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('follows.undo-title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('follows.undo-lead', { count: itemIds.length })}</Text>
          {undo.isError && <ProblemNote error={undo.error} />}
          <TextInput
            label={t('reason.label')}
            description={t('follows.reason-hint')}
            error={isMissing && !hasReason ? t('reason.needed') : undefined}
            maxLength={200}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={undo.isPending}>
              {t('follows.undo')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
