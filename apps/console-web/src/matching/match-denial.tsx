// "This is not that": an analyst's word against an entry, and taking it back. The match stands no more for this file.
import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import type { DenialReason, MatchExplanation } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

const REASONS = [
  'other-picture',
  'no-such-material',
  'nothing-to-see',
  'other',
] as const satisfies readonly DenialReason[];
const NOTE_CHARACTERS = 500;

interface DenialProps {
  readonly caseId: string;
  readonly match: MatchExplanation;
}

export function MatchDenial({ caseId, match }: DenialProps) {
  const { t, word, dateTime } = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  const { denial, denials } = match.feedback;
  const others = denials - (denial === null ? 0 : 1);
  return (
    <section aria-labelledby="denial-title">
      <Title order={3} mb={4} id="denial-title">
        {t('denial.title')}
      </Title>
      <Stack gap="xs" align="flex-start" maw="44rem">
        {denial === null ? (
          <Text size="sm">{t('denial.lead')}</Text>
        ) : (
          <>
            <Text size="sm">{word('denial-reason', denial.reason)}</Text>
            {denial.note !== null && (
              <Text size="sm">
                <bdi>{denial.note}</bdi>
              </Text>
            )}
            <Text size="xs" className="soft">
              {t('denial.by', {
                name: denial.saidBy ?? t('earlier.somebody'),
                time: dateTime(denial.saidAt),
              })}
            </Text>
          </>
        )}
        {others > 0 && (
          <Text size="xs" className="soft">
            {t('denial.others', { count: others })}
          </Text>
        )}
        {denial !== null && <TakeBack caseId={caseId} match={match} />}
        {denial === null && !isAsking && (
          <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
            {t('denial.ask')}
          </Button>
        )}
      </Stack>
      {denial === null && isAsking && (
        <DenialForm caseId={caseId} match={match} onClose={() => setIsAsking(false)} />
      )}
    </section>
  );
}

function TakeBack({ caseId, match }: DenialProps) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const takeBack = useMutation({
    mutationFn: () =>
      api.DELETE('/api/v1/cases/{id}/matches/{matchId}/denial', {
        params: { path: { id: caseId, matchId: match.id }, header: OWN_PAGE },
      }),
    // Also when it failed: somebody else may have taken it back.
    onSettled: () => queries.invalidateQueries({ queryKey: ['case', caseId] }),
  });
  return (
    <>
      {takeBack.isError && <ProblemNote error={takeBack.error} />}
      <Button size="xs" variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>
        {t('denial.take-back')}
      </Button>
    </>
  );
}

function DenialForm({ caseId, match, onClose }: DenialProps & { readonly onClose: () => void }) {
  const { t, word } = useLanguage();
  const queries = useQueryClient();
  const [reason, setReason] = useState<DenialReason | null>(null);
  const [note, setNote] = useState('');
  const [isIncomplete, setIsIncomplete] = useState(false);
  const lacksNote = reason === 'other' && note.trim() === '';
  const deny = useMutation({
    mutationFn: (given: DenialReason) =>
      api.POST('/api/v1/cases/{id}/matches/{matchId}/denial', {
        params: { path: { id: caseId, matchId: match.id }, header: OWN_PAGE },
        body: { reason: given, ...(note.trim() !== '' && { note: note.trim() }) },
      }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['case', caseId] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsIncomplete(reason === null || lacksNote);
    if (reason !== null && !lacksNote && !deny.isPending) deny.mutate(reason);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" mt="xs" maw="36rem">
        {deny.isError && <ProblemNote error={deny.error} />}
        <Radio.Group
          label={t('denial.reason')}
          value={reason}
          onChange={setReason}
          error={isIncomplete && reason === null ? t('denial.reason-needed') : undefined}
        >
          <Stack gap="xs" mt="xs">
            {REASONS.map((one) => (
              <Radio key={one} value={one} label={word('denial-reason', one)} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('denial.note')}
          description={t('denial.note-hint')}
          maxLength={NOTE_CHARACTERS}
          value={note}
          error={isIncomplete && lacksNote ? t('denial.note-needed') : undefined}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={deny.isPending}>
            {t('denial.ask')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
