import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { LanguageSwitch } from '../shell/preferences.js';
import { Emblem } from '../shell/emblem.js';

/** The fields of a sign-in; also used to sign in again before a grave change. */
export function SignInForm({
  email: knownEmail,
  onSignedIn,
}: {
  readonly email?: string;
  readonly onSignedIn: () => void;
}) {
  const { t } = useLanguage();
  const [email, setEmail] = useState(knownEmail ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useMutation({
    mutationFn: () =>
      api.POST('/api/v1/session', {
        params: { header: OWN_PAGE },
        body: { email, password, ...(code.trim() === '' ? {} : { code: code.trim() }) },
      }),
    onSuccess: onSignedIn,
    onError: () => {
      // A code is good once; the next try needs another.
      setCode('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signIn.isPending) signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {signIn.isError && <ProblemNote error={signIn.error} />}
        <TextInput
          label={t('sign-in.email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          dir="ltr"
          readOnly={knownEmail !== undefined}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('sign-in.password')}
          autoComplete="current-password"
          // Where the name is known, the password is what is asked for.
          data-autofocus={knownEmail !== undefined || undefined}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show-password') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <TextInput
          label={t('sign-in.code')}
          description={t('sign-in.code-hint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={16}
          dir="ltr"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={signIn.isPending}>
          {t('sign-in.submit')}
        </Button>
      </Stack>
    </form>
  );
}

export function SignInPage({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { t } = useLanguage();
  return (
    <main className="calm">
      <div>
        <Stack gap="lg" miw={{ base: '18rem', xs: '24rem' }} p="md" ta="start">
          <Stack gap={4} align="center">
            <Emblem size={56} />
            <Title order={1}>{t('sign-in.title')}</Title>
            <Text className="soft" ta="center">
              {t('sign-in.lead')}
            </Text>
          </Stack>
          <Paper withBorder p="lg">
            <SignInForm onSignedIn={onSignedIn} />
          </Paper>
          <LanguageSwitch />
        </Stack>
      </div>
    </main>
  );
}
