// A picture that looks like another one: what that one was found to be, and taking its answers over once they were read.
import { Anchor, Button, Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { NearCopy } from '../api/types.js';
import type { ItemDraft } from '../assessment/assessment-form.js';
import { answersInWords } from '../assessment/answers-in-words.js';
import { useLanguage } from '../catalogue/language.context.js';
import { useShortcuts } from '../shortcuts/use-shortcuts.js';

interface NearCopyPanelProps {
  readonly nearCopy: NearCopy;
  /** Of the representative among the items of this case, from 1. */
  readonly place: number | undefined;
  /** Of the representative, as far as there are any. */
  readonly answers: ItemDraft | undefined;
  readonly onGoTo: (() => void) | undefined;
  /** Left out where nothing can be answered. */
  readonly onTake: ((answers: ItemDraft, representativeId: string) => void) | undefined;
}

export function NearCopyPanel({ nearCopy, place, answers, onGoTo, onTake }: NearCopyPanelProps) {
  const language = useLanguage();
  const { t, word, dateTime } = language;
  const [isAsking, setIsAsking] = useState(false);
  const canTake = onTake !== undefined && answers?.verdict !== undefined;
  useShortcuts('case', canTake ? { 'take-over': () => setIsAsking(true) } : {});
  const { decision, distance, orientation } = nearCopy;
  return (
    <section aria-labelledby="near-title">
      <Title order={3} mb={4} id="near-title">
        {t('near.title')}
      </Title>
      <Text size="sm">
        {decision === null ? t('near.in-case', { place: place ?? '?' }) : t('near.of-case')}{' '}
        {decision !== null && (
          <Anchor
            underline="always"
            size="sm"
            className="figure unbroken"
            renderRoot={(props) => (
              <Link to="/cases/$caseId" params={{ caseId: decision.caseId }} {...props} />
            )}
          >
            <bdi>{decision.caseNumber}</bdi>
          </Anchor>
        )}
      </Text>
      <Text size="xs" className="soft">
        {t('near.distance', { distance, orientation: word('orientation', orientation) })}
      </Text>
      {answers?.verdict === undefined ? (
        <Text size="sm">{t('near.not-answered')}</Text>
      ) : (
        <Text size="sm">
          <bdi>{answersInWords(language, answers)}</bdi>
          {decision !== null && (
            <Text span size="xs" className="soft">
              {' · '}
              <bdi>{dateTime(decision.madeAt)}</bdi>
            </Text>
          )}
        </Text>
      )}
      <Text size="xs" className="soft">
        {t('near.hint')}
      </Text>
      <Group gap="xs" mt="xs">
        {canTake && (
          <Button
            size="xs"
            variant="default"
            onClick={() => setIsAsking(true)}
            aria-haspopup="dialog"
            rightSection={<Kbd size="xs">T</Kbd>}
          >
            {t('near.take')}
          </Button>
        )}
        {onGoTo !== undefined && (
          <Button size="xs" variant="default" onClick={onGoTo}>
            {t('near.go-to', { place: place ?? '?' })}
          </Button>
        )}
      </Group>
      {canTake && (
        <Modal
          opened={isAsking}
          onClose={() => setIsAsking(false)}
          title={t('near.take-title')}
          closeButtonProps={{ 'aria-label': t('action.close') }}
        >
          <Stack gap="md">
            <Text size="sm">{t('near.take-lead')}</Text>
            <Text fw={600}>{answersInWords(language, answers)}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                {t('action.cancel')}
              </Button>
              <Button
                data-autofocus
                onClick={() => {
                  setIsAsking(false);
                  onTake(answers, nearCopy.representativeId);
                }}
              >
                {t('near.take')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </section>
  );
}
