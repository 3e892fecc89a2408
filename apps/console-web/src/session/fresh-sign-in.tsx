// Some changes ask for a sign-in of the last minutes. The person signs in again here, and the change goes on.
import { Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ApiProblem } from '../api/problem.js';
import { useLanguage } from '../catalogue/language.context.js';
import { useMe } from './session.context.js';
import { SignInForm } from './sign-in.page.js';

/** Whether a change failed only because the sign-in is too long ago. */
export function needsFreshSignIn(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'fresh-sign-in-needed';
}

/**
 * @returns `ask`, to be called with what should be done after the sign-in, and the dialog to show
 */
export function useFreshSignIn(): { ask: (then: () => void) => void; dialog: ReactNode } {
  const { t } = useLanguage();
  const me = useMe();
  const [then, setThen] = useState<() => void>();
  const close = () => setThen(undefined);
  const dialog = (
    <Modal
      opened={then !== undefined}
      onClose={close}
      title={t('fresh.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        <Text size="sm">{t('fresh.lead')}</Text>
        <SignInForm
          email={me.email}
          onSignedIn={() => {
            close();
            then?.();
          }}
        />
      </Stack>
    </Modal>
  );
  return { ask: (next) => setThen(() => next), dialog };
}
