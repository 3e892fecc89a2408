// The two acts on what a reporter wrote: opening it, and answering.
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { ReporterText } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

interface DialogProps {
  readonly reportId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export const LEAST_REASON = 3;
export const MOST_REASON = 200;

export function OpenTextDialog({
  reportId,
  isOpen,
  onClose,
  onOpened,
}: DialogProps & { readonly onOpened: (text: ReporterText) => void }) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const open = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST('/api/v1/reports/{id}/text', {
          params: { path: { id: reportId }, header: OWN_PAGE },
          body: { reason: reason.trim() },
        }),
      ),
    gcTime: 0,
    onSuccess: (text) => {
      onOpened(text);
      setReason('');
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('report.open-title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{t('report.open-lead')}</Text>
          {open.isError && <ProblemNote error={open.error} />}
          <TextInput
            label={t('reason.label')}
            description={t('reason.recorded')}
            data-autofocus
            required
            withAsterisk={false}
            minLength={LEAST_REASON}
            maxLength={MOST_REASON}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={open.isPending} disabled={reason.trim().length < LEAST_REASON}>
              {t('report.open')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function WriteDialog({
  reportId,
  isTold,
  isOpen,
  onClose,
}: DialogProps & {
  /** Whether an e-mail tells the reporter of it. */
  readonly isTold: boolean;
}) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const write = useMutation({
    mutationFn: () =>
      api.POST('/api/v1/reports/{id}/messages', {
        params: { path: { id: reportId }, header: OWN_PAGE },
        body: { text },
      }),
    onSuccess: async () => {
      setText('');
      onClose();
      await queries.invalidateQueries({ queryKey: ['case'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!write.isPending) write.mutate();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('message.write-title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{t('message.write-lead')}</Text>
          {isTold && <Text size="sm">{t('message.letter')}</Text>}
          {write.isError && <ProblemNote error={write.error} />}
          <Textarea
            label={t('message.text')}
            data-autofocus
            required
            withAsterisk={false}
            dir="auto"
            autosize
            minRows={4}
            maxRows={12}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={write.isPending} disabled={text.trim() === ''}>
              {t('message.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
