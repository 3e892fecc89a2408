// Trying a hash on the lists page: what has it, what that does, and what fits but does not count.
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { TriedMatch } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { DIGESTS } from '../parts/digests.js';
import { ProblemNote } from '../parts/notes.js';

export function TryHash() {
  const { t } = useLanguage();
  const [hash, setHash] = useState('');
  const attempt = useMutation({
    mutationFn: (text: string) =>
      dataOf(api.POST('/api/v1/lists/try', { params: { header: OWN_PAGE }, body: { hash: text } })),
    gcTime: 0,
  });
  const isMalformed =
    attempt.error instanceof ApiProblem && attempt.error.body.fields?.['hash'] !== undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!attempt.isPending) attempt.mutate(hash.trim());
  };
  return (
    <section className="panel" aria-labelledby="try-title">
      <Title order={2} id="try-title" mb={4}>
        {t('try.title')}
      </Title>
      <Text size="sm" maw="44rem" mb="sm">
        {t('try.lead')}
      </Text>
      <form onSubmit={send} noValidate>
        <TextInput
          label={t('try.hash')}
          description={t('try.hash-kinds')}
          value={hash}
          onChange={(event) => {
            setHash(event.currentTarget.value);
            attempt.reset();
          }}
          error={isMalformed && t('try.malformed')}
          classNames={{ input: 'inert' }}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          maw="50rem"
          inputContainer={(input) => (
            <Group gap="sm">
              <div className="try-field">{input}</div>
              <Button type="submit" variant="default" loading={attempt.isPending}>
                {t('try.send')}
              </Button>
            </Group>
          )}
        />
      </form>
      <div role="status">
        {attempt.isError && !isMalformed && <ProblemNote error={attempt.error} />}
        {attempt.isSuccess && <Answer matches={attempt.data} />}
      </div>
    </section>
  );
}

function Answer({ matches }: { readonly matches: readonly TriedMatch[] }) {
  const { t } = useLanguage();
  const standing = matches.filter(({ state }) => state === 'standing');
  const others = matches.filter(({ state }) => state !== 'standing');
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600}>
        {standing.length === 0 ? t('try.none') : t('try.found', { count: standing.length })}
      </Text>
      <Found matches={standing} />
      {others.length > 0 && <Text fw={600}>{t('try.others', { count: others.length })}</Text>}
      <Found matches={others} />
    </Stack>
  );
}

function Found({ matches }: { readonly matches: readonly TriedMatch[] }) {
  const { t, word, number, date } = useLanguage();
  if (matches.length === 0) return null;
  return (
    <Stack component="ul" gap="xs" m={0} ps="lg">
      {matches.map((match) => (
        <li key={match.entryId}>
          <Text size="sm">
            {match.kind === 'exact'
              ? t('try.exact', { algorithm: DIGESTS[match.algorithm] })
              : t('try.near', { distance: match.distance })}
          </Text>
          <Text size="sm">
            {match.listVersion === null
              ? t('try.asked', { list: match.list })
              : match.versionSince === null
                ? t('matches.known', { list: match.list, version: number(match.listVersion) })
                : t('try.known', {
                    list: match.list,
                    version: number(match.listVersion),
                    date: date(match.versionSince),
                  })}
          </Text>
          <Text size="xs" className="soft">
            {match.state === 'standing' ? word('try-effect', match.effect) : word('try-state', match.state)}
            {' · '}
            {word('trust', match.trust)}
            {match.category !== null && (
              <>
                {' · '}
                {t('matches.category')} <bdi>{word('verdict', match.category)}</bdi>
              </>
            )}
            {' · '}
            {t('why.source')}: <bdi>{match.source}</bdi>
          </Text>
        </li>
      ))}
    </Stack>
  );
}
