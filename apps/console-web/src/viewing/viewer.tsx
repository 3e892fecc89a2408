// The place of a picture. It stays covered until somebody holds it open, and is covered again when they let go.
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { ApiProblem } from '../api/problem.js';
import type { CaseSummary, ContentItem, Lease, Media } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import type { MessageKey } from '../catalogue/language.js';
import { standingOf } from '../cases/standing.js';
import { DIGESTS } from '../parts/digests.js';
import { ExposureMeter } from '../exposure/exposure-meter.js';
import { ProblemNote } from '../parts/notes.js';
import { isDialogOpen, isTypingInto } from '../shortcuts/use-shortcuts.js';
import { useReveal, type ViewLevel } from './use-reveal.js';

const LEVELS: readonly ViewLevel[] = [1, 2, 3, 4];
/** From here on the server asks why, unless the organisation has set another level. */
const REASON_FROM: ViewLevel = 3;
const LEAST_REASON = 3;

/** Controls that have a use of their own for the space bar. */
const USES_SPACE =
  'button, a, input, select, textarea, summary, [role="button"], [role="radio"], [role="checkbox"]';

interface ViewerProps {
  readonly item: ContentItem;
  readonly media: Media;
  readonly mandate: CaseSummary['mandate'];
  readonly lease: Lease | undefined;
  /** What can be done where no picture is held. */
  readonly whenNone: React.ReactNode;
}

/** Why there is nothing to look at, as far as it is known. */
function whyNone(media: Media, mandate: CaseSummary['mandate']): MessageKey {
  if (mandate === 'none' || mandate === 'hash') return 'view.none-by-mandate';
  if (media.unreadableReason !== null) return 'view.none-unreadable';
  return mandate === 'view' ? 'view.none-after-view' : 'view.none-after-schedule';
}

export function Viewer({ item, media, mandate, lease, whenNone }: ViewerProps) {
  const { t } = useLanguage();
  const [wantsKnown, setWantsKnown] = useState(false);
  if (media.levels.length === 0) {
    return (
      <Note>
        <Text fw={600}>{t('view.none-kept')}</Text>
        <Text size="sm">{t(whyNone(media, mandate))}</Text>
        {whenNone}
      </Note>
    );
  }
  if (lease === undefined) return <Note>{t('view.needs-lease')}</Note>;
  if (media.isKnown && !wantsKnown) {
    return (
      <Note>
        <Text fw={600}>{standingOf(item)?.madeBy === 'link' ? t('follows.title') : t('view.known')}</Text>
        <KnownBy item={item} />
        <Text size="sm">{t('view.known-hint')}</Text>
        <Button variant="default" size="xs" mt="sm" onClick={() => setWantsKnown(true)}>
          {t('view.known-look')}
        </Button>
      </Note>
    );
  }
  return <Cover media={media} lease={lease} />;
}

/** Which list has this very file, and what that did. */
function KnownBy({ item }: { readonly item: ContentItem }) {
  const { t, number } = useLanguage();
  // An answer of a source that tells no list is never of the very file.
  const exact = item.matches.filter(({ kind, listVersion }) => kind === 'exact' && listVersion !== null);
  const standing = standingOf(item);
  return (
    <>
      {exact.map(({ list, listVersion, algorithm }) => (
        <Text size="sm" key={`${list} ${algorithm}`}>
          {t('view.known-by', { list, version: number(listVersion ?? 0), digest: DIGESTS[algorithm] })}
        </Text>
      ))}
      {standing?.madeBy === 'settlement' && <Text size="sm">{t('view.known-settled')}</Text>}
      {standing?.madeBy === 'link' && (
        <Text size="sm">{t('view.known-linked', { number: standing.follows?.caseNumber ?? '' })}</Text>
      )}
    </>
  );
}

function Note({ children }: { readonly children: React.ReactNode }) {
  return (
    <div className="note">
      <div>{children}</div>
    </div>
  );
}

function Cover({ media, lease }: { readonly media: Media; readonly lease: Lease }) {
  const { t } = useLanguage();
  const id = useId();
  const kept = LEVELS.filter((one) => media.levels.includes(one));
  const [level, setLevel] = useState<ViewLevel>(kept[0] ?? 1);
  const [reason, setReason] = useState('');
  const [isReasonAsked, setIsReasonAsked] = useState(false);
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  const needsReason = media.isKnown || level >= REASON_FROM || isReasonAsked;
  const hasReason = reason.trim().length >= LEAST_REASON;
  const { phase, source, error, press, release } = useReveal(
    needsReason && !hasReason
      ? undefined
      : { mediaId: media.id, level, lease, reason: needsReason ? reason.trim() : '' },
  );
  const isReasonRefused = error instanceof ApiProblem && error.body.fields?.reason !== undefined;
  useEffect(() => {
    if (isReasonRefused) setIsReasonAsked(true);
  }, [isReasonRefused]);

  const begin = (isRepeat: boolean) => {
    // A picture out of sight would be measured without being seen.
    if (!isRepeat) document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
    setIsReasonMissing(needsReason && !hasReason);
    press(isRepeat);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== ' ' || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    if (isTypingInto(target) || isDialogOpen() || !(target instanceof Element)) return;
    if (target.closest(USES_SPACE) !== null && target.id !== id) return;
    // Keeps the page from scrolling and the button from being pressed.
    event.preventDefault();
    begin(event.repeat);
  });
  const onKeyUp = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== ' ') return;
    if (event.target instanceof Element && event.target.id === id) event.preventDefault();
    release();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, []);

  return (
    <Stack gap="sm">
      <button
        id={id}
        type="button"
        className="cover"
        data-shown={phase === 'shown' || undefined}
        data-level={level}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          begin(false);
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onLostPointerCapture={release}
        onBlur={release}
        onContextMenu={(event) => event.preventDefault()}
        onDragStart={(event) => event.preventDefault()}
      >
        {source === undefined ? (
          <span>
            <Text span display="block" fw={600}>
              {phase === 'asking' ? t('view.coming') : t('view.covered')}
            </Text>
            <Text span display="block" size="sm" className="soft">
              {t('view.hold')}
            </Text>
          </span>
        ) : (
          <img src={source} alt={t('view.picture', { level: t(`view.level-${level}`) })} draggable={false} />
        )}
      </button>
      <Text size="sm" className="soft" role="status">
        {phase === 'shown' ? t('view.shown') : t('view.measured')}
      </Text>
      {kept.length > 1 && (
        <div>
          <Text size="sm" fw={600} mb={4} id={`${id}-levels`}>
            {t('view.level')}
          </Text>
          <SegmentedControl
            aria-labelledby={`${id}-levels`}
            fullWidth
            size="xs"
            value={String(level)}
            onChange={(value) => {
              setLevel(Number(value) as ViewLevel);
              setIsReasonMissing(false);
            }}
            data={kept.map((one) => ({ value: String(one), label: t(`view.level-${one}`) }))}
          />
        </div>
      )}
      {needsReason && (
        <TextInput
          label={t('reason.label')}
          description={media.isKnown ? t('view.reason-known') : t('view.reason-sharp')}
          error={(isReasonMissing || isReasonRefused) && !hasReason ? t('reason.needed') : undefined}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {error !== undefined && !isReasonRefused && <ProblemNote error={error} />}
      <Group grow>
        <ExposureMeter />
      </Group>
    </Stack>
  );
}
