// What belongs to the person alone: their exposure today, and their password.
import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { needsFreshSignIn, useFreshSignIn } from '../session/fresh-sign-in.js';
import { useMay, useMe } from '../session/session.context.js';
import { ExposureMeter } from './exposure-meter.js';
import { useExposure } from './use-exposure.js';

const LEAST_PASSWORD = 12;

export function MePage() {
  const { t, word } = useLanguage();
  const me = useMe();
  const isMeasured = useMay('exposure.read-own');
  return (
    <Stack gap="md" maw="44rem">
      <Title order={1}>{t('me.title')}</Title>
      <section className="panel">
        <dl className="facts">
          <dt>{t('me.name')}</dt>
          <dd>
            <bdi>{me.displayName}</bdi>
          </dd>
          <dt>{t('sign-in.email')}</dt>
          <dd>
            <bdi>{me.email}</bdi>
          </dd>
          <dt>{t('accounts.role')}</dt>
          <dd>{word('role', me.role)}</dd>
          <dt>{t('me.organisation')}</dt>
          <dd>
            <bdi>{me.organisation.name}</bdi>
          </dd>
        </dl>
      </section>
      {isMeasured && <OwnExposure />}
      <PasswordChange />
    </Stack>
  );
}

function OwnExposure() {
  const { t, number, duration, word } = useLanguage();
  const exposure = useExposure();
  return (
    <section className="panel" aria-labelledby="exposure-title">
      <Title order={2} id="exposure-title">
        {t('exposure.title')}
      </Title>
      <Text size="sm" className="soft" mb="md">
        {t('exposure.lead')}
      </Text>
      {exposure.isPending && <Loading />}
      {exposure.isError && <ProblemNote error={exposure.error} onRetry={() => void exposure.refetch()} />}
      {exposure.isSuccess && (
        <Stack gap="md">
          <ExposureMeter />
          {exposure.data.byLevel.length === 0 ? (
            <Empty>{t('exposure.none')}</Empty>
          ) : (
            <table className="rows">
              <thead>
                <tr>
                  <th scope="col">{t('exposure.level')}</th>
                  <th scope="col">{t('exposure.views')}</th>
                  <th scope="col">{t('exposure.time')}</th>
                </tr>
              </thead>
              <tbody>
                {exposure.data.byLevel.map(({ level, views, seconds }) => (
                  <tr key={level}>
                    <td>{word('view', `level-${level}`)}</td>
                    <td className="figure">{number(views)}</td>
                    <td className="figure">{duration(seconds)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Text size="sm">
            {t('exposure.break', { time: duration(exposure.data.breakSeconds) })}{' '}
            {exposure.data.claimHours !== undefined &&
              t('exposure.hours', {
                from: exposure.data.claimHours.from,
                until: exposure.data.claimHours.until,
              })}
          </Text>
        </Stack>
      )}
    </section>
  );
}

function PasswordChange() {
  const { t } = useLanguage();
  const me = useMe();
  const fresh = useFreshSignIn();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () =>
      api.PUT('/api/v1/me/password', { params: { header: OWN_PAGE }, body: { current, next } }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
    onError: (error) => {
      if (needsFreshSignIn(error)) fresh.ask(() => change.mutate());
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  };
  const isWrongCurrent =
    change.error instanceof ApiProblem && change.error.body.fields?.current !== undefined;
  const toggle = { 'aria-label': t('sign-in.show-password') };
  return (
    <section className="panel" aria-labelledby="password-title">
      <Title order={2} id="password-title">
        {t('password.title')}
      </Title>
      <form onSubmit={submit}>
        {/* Tells a password store whose password it is. */}
        <input type="text" autoComplete="username" value={me.email} readOnly hidden />
        <Stack gap="md" maw="26rem">
          {change.isError && !isWrongCurrent && !needsFreshSignIn(change.error) && (
            <ProblemNote error={change.error} />
          )}
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={toggle}
            error={isWrongCurrent ? t('password.wrong') : undefined}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('password.next')}
            description={t('password.hint', { least: LEAST_PASSWORD })}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={LEAST_PASSWORD}
            maxLength={256}
            visibilityToggleButtonProps={toggle}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Text size="sm" role="status">
            {change.isSuccess ? t('password.changed') : ''}
          </Text>
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('password.submit')}
          </Button>
        </Stack>
      </form>
      {fresh.dialog}
    </section>
  );
}
