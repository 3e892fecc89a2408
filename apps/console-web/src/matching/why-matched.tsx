// The button beside a match, and the panel that says why it matched. It shows hashes and words, never a picture.
import { Button, Modal, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, dataOf } from '../api/client.js';
import type { Match, MatchExplanation } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { HashComparison } from './hash-comparison.js';
import { MatchDenial } from './match-denial.js';
import { MatchFacts } from './match-facts.js';

export function WhyMatched({ match }: { readonly match: Match }) {
  const { t } = useLanguage();
  const { caseId } = useParams({ from: '/cases/$caseId' });
  const [isOpen, { open, close }] = useDisclosure();
  const isSmall = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={open} aria-haspopup="dialog" ms={-6}>
        {t('why.ask')}
        <VisuallyHidden>{` · ${match.list}`}</VisuallyHidden>
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('why.title')}
        size="56rem"
        fullScreen={isSmall}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Explanation caseId={caseId} matchId={match.id} />
      </Modal>
    </>
  );
}

function Explanation({ caseId, matchId }: { readonly caseId: string; readonly matchId: string }) {
  const match = useQuery({
    queryKey: ['case', caseId, 'match', matchId],
    queryFn: () =>
      dataOf(api.GET('/api/v1/cases/{id}/matches/{matchId}', { params: { path: { id: caseId, matchId } } })),
  });
  if (match.isPending) return <Loading />;
  if (match.isError) return <ProblemNote error={match.error} onRetry={() => void match.refetch()} />;
  return (
    <Stack gap="lg">
      <Outcome match={match.data} />
      {match.data.hashes !== null && (
        <HashComparison
          hashes={match.data.hashes}
          kind={match.data.kind}
          limit={match.data.list.maxDistance}
        />
      )}
      <MatchDenial caseId={caseId} match={match.data} />
      <MatchFacts match={match.data} />
    </Stack>
  );
}

/** The answer in one sentence, and what it is good for. */
function Outcome({ match }: { readonly match: MatchExplanation }) {
  const { t, word } = useLanguage();
  const { kind, algorithm, hashes, isStanding, state, suppressedBy } = match;
  // That a near match only suggests is said with what it is.
  const whatItDoes = kind === 'near' && match.effect === 'suggest' ? null : word('why-effect', match.effect);
  const said = isStanding && state === 'standing' ? whatItDoes : word('why-state', state);
  return (
    <Stack gap={4} maw="44rem">
      <Text fw={600} fz="lg">
        {kind === 'exact' ? t('why.exact') : t('why.near')}
      </Text>
      <Text size="sm">
        {kind === 'exact'
          ? t(algorithm === 'sha256' ? 'why.exact-strong' : 'why.exact-weak')
          : t('why.near-lead')}
      </Text>
      {hashes === null && (
        <Text size="sm" className="soft">
          {t(kind === 'near' ? 'why.hashes-gone' : 'why.no-hashes')}
        </Text>
      )}
      {said !== null && <Text size="sm">{said}</Text>}
      {suppressedBy.length > 0 && (
        <Text size="sm">
          {t('why.negative-lists')} <bdi>{suppressedBy.join(' · ')}</bdi>
        </Text>
      )}
    </Stack>
  );
}
