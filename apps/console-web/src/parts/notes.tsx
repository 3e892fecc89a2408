// What is said while something loads, failed, or is empty.
import { Alert, Button, Center, Group, Loader, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem, NoConnection } from '../api/problem.js';
import { useLanguage } from '../catalogue/language.context.js';
import type { Language } from '../catalogue/language.js';

export function Loading() {
  const { t } = useLanguage();
  return (
    <Center mih="12rem" role="status">
      <Loader type="dots" />
      <VisuallyHidden>{t('note.loading')}</VisuallyHidden>
    </Center>
  );
}

/** An error in words that a person can act on. */
export function problemText({ t, word, duration }: Language, error: unknown): string {
  if (error instanceof NoConnection) return t('problem.no-connection');
  if (!(error instanceof ApiProblem)) return t('problem.of-page');
  if (error.code === 'sign-in-too-often') {
    return t('problem.sign-in-too-often', { wait: duration(error.retryAfterSeconds ?? 60) });
  }
  const text = word('problem', error.code);
  // The server's own sentence, which names the number of an unexpected error, says more than the code.
  return text === error.code ? `${t('problem.general')} ${error.message}` : text;
}

export function ProblemNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const language = useLanguage();
  return (
    <Alert color="red" variant="light" role="alert" p="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{problemText(language, error)}</Text>
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {language.t('note.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return (
    <Text className="soft" py="sm">
      {children}
    </Text>
  );
}
