// One case: text first, pictures only when asked for, one item after the other at the analyst's own pace.
import { Alert, Anchor, Button, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { HoldNotice } from '../administration/hold-notice.js';
import { api, dataOf } from '../api/client.js';
import { isIllegal, type Verdict } from '#libs/taxonomy';
import type { CasePage as CasePageData } from '../api/types.js';
import { AnswerPanel } from '../assessment/answer-panel.js';
import {
  copyAnswers,
  isComplete,
  neededOfSource,
  subjectsOf,
  withAnswer,
  type ItemDraft,
  type SourceQuestion,
} from '../assessment/assessment-form.js';
import { ReviewDialog } from '../assessment/review.dialog.js';
import { focusSourceQuestion, SourcePanel } from '../assessment/source-panel.js';
import { useScheme } from '../assessment/use-scheme.js';
import { useLanguage } from '../catalogue/language.context.js';
import { clockFace } from '../lease/lease-clock.js';
import { useLease, type HeldLease } from '../lease/use-lease.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { useShortcuts } from '../shortcuts/use-shortcuts.js';
import { Viewer } from '../viewing/viewer.js';
import { NO_DRAFT, useDesk } from '../work/desk.context.js';
import { CaseBar } from './case-bar.js';
import { CaseFacts } from './case-facts.js';
import { Following } from './following.js';
import { ItemDetail } from './item-detail.js';
import { ItemsTable, type Row } from './items-table.js';
import { NearCopyPanel } from './near-copy.js';
import { ReferralTimeline } from './referral-timeline.js';
import { Refetching } from './refetching.js';
import { Reports } from './reports.js';
import { SourceAnswersPanel } from './source-answers.js';
import { standingOf } from './standing.js';

export function CasePage() {
  const { caseId } = useParams({ from: '/cases/$caseId' });
  const page = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => dataOf(api.GET('/api/v1/cases/{id}', { params: { path: { id: caseId } } })),
  });
  const held = useLease(caseId);
  if (page.isPending) return <Loading />;
  if (page.isError) return <ProblemNote error={page.error} onRetry={() => void page.refetch()} />;
  const isLost = held?.phase === 'over';
  return <CaseBench key={caseId} page={page.data} held={isLost ? undefined : held} isLost={isLost} />;
}

function rowsOf(page: CasePageData): Row[] {
  const byId = new Map(page.items.map((item) => [item.id, item]));
  return subjectsOf(page.items).map((subject) => ({ subject, item: byId.get(subject.itemIds[0]!)! }));
}

interface CaseBenchProps {
  readonly page: CasePageData;
  readonly held: HeldLease | undefined;
  /** The case was ours on this page, and is no longer. */
  readonly isLost: boolean;
}

function CaseBench({ page, held, isLost }: CaseBenchProps) {
  const { t } = useLanguage();
  const desk = useDesk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: scheme } = useScheme();
  const caseId = page.case.id;
  const { drafts, takenFrom, source } = desk.drafts[caseId] ?? NO_DRAFT;
  const rows = useMemo(() => rowsOf(page), [page]);
  const subjects = useMemo(() => rows.map(({ subject }) => subject), [rows]);
  const [currentKey, setCurrentKey] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isReviewing, setIsReviewing] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const itemTitle = useRef<HTMLHeadingElement>(null);

  const found = rows.findIndex(({ subject }) => subject.key === currentKey);
  const at =
    found === -1
      ? Math.max(
          0,
          rows.findIndex(({ subject }) => subject.needsAnswer),
        )
      : found;
  const row = rows[at];
  const key = row?.subject.key;
  const standing = row === undefined ? undefined : standingOf(row.item);
  const likeAt = rows.findIndex(({ item }) => item.media?.id === row?.item.nearCopy?.representativeId);
  /** The answers that an item has so far, given now or standing. */
  const answersAt = (one: Row | undefined): ItemDraft | undefined => {
    if (one === undefined) return undefined;
    return drafts[one.subject.key] ?? standingOf(one.item)?.answers;
  };
  const illegalBefore = new Set(
    rows.flatMap(({ subject, item }) => {
      const last = standingOf(item);
      return last !== undefined && isIllegal(last.answers.verdict) ? [subject.key] : [];
    }),
  );
  const filled = {
    subjects,
    drafts,
    ...(takenFrom !== undefined && { takenFrom }),
    source,
    illegalBefore,
    sourceQuestions: page.sourceQuestions,
  };
  const selectedOthers = [...selected].filter((one) => one !== key);

  const goTo = (next: string | undefined) => {
    if (next === undefined) return;
    setCurrentKey(next);
    setIsReviewing(false);
    // The title takes the focus, so that the space bar and a screen reader are at the item.
    requestAnimationFrame(() => {
      itemTitle.current?.focus({ preventScroll: true });
      itemTitle.current?.scrollIntoView({ block: 'start' });
    });
  };
  const goToSource = (question: SourceQuestion) => {
    setIsReviewing(false);
    // The dialog gives the focus back to where it came from when it closes; this comes after.
    setTimeout(() => focusSourceQuestion(question));
  };
  const setDraft = (draft: ItemDraft) => {
    if (key !== undefined) {
      desk.changeDraft(caseId, (old) => ({ ...old, drafts: { ...old.drafts, [key]: draft } }));
    }
  };
  const takeOver = (draft: ItemDraft, representativeId: string) => {
    if (key === undefined) return;
    desk.changeDraft(caseId, (old) => ({
      ...old,
      drafts: { ...old.drafts, [key]: draft },
      takenFrom: { ...old.takenFrom, [key]: representativeId },
    }));
  };
  const select = (one: string, isSelected: boolean) =>
    setSelected((old) => {
      const next = new Set(old);
      if (isSelected) next.add(one);
      else next.delete(one);
      return next;
    });
  const copyToSelected = () => {
    if (key === undefined || drafts[key]?.verdict === undefined || selectedOthers.length === 0) return;
    desk.changeDraft(caseId, (old) => ({ ...old, drafts: copyAnswers(old.drafts, key, selectedOthers) }));
    setSelected(new Set());
  };
  const review = () => {
    setIsChecked(true);
    setIsReviewing(true);
  };
  const setVerdict = (index: number) => {
    const verdict = scheme?.verdicts[index]?.code;
    if (key !== undefined && verdict !== undefined) {
      setDraft(withAnswer(drafts[key] ?? {}, 'verdict', verdict as Verdict));
    }
  };
  useShortcuts('case', {
    'next-item': () => goTo(rows[at + 1]?.subject.key),
    'previous-item': () => goTo(rows[at - 1]?.subject.key),
    ...(held === undefined
      ? {}
      : {
          'verdict-1': () => setVerdict(0),
          'verdict-2': () => setVerdict(1),
          'verdict-3': () => setVerdict(2),
          'verdict-4': () => setVerdict(3),
          'select-item': () => key !== undefined && select(key, !selected.has(key)),
          'same-answers': copyToSelected,
          review,
        }),
  });
  const decided = async (routeAt: string) => {
    setIsReviewing(false);
    desk.dropLease(caseId);
    // Also when it went out at once: the note then says so.
    desk.addPending({ caseId, number: page.case.number, routeAt: Date.parse(routeAt) });
    await navigate({ to: '/' });
    await queries.invalidateQueries();
  };

  return (
    <div>
      <Anchor component={Link} to="/cases" size="sm" underline="always">
        {t('case.all')}
      </Anchor>
      <CaseBar page={page} held={held} onReview={review} />
      {held?.phase === 'ending' && (
        <Alert color="amber" variant="light" mb="md" role="alert">
          <Group justify="space-between">
            <Text size="sm">{t('lease.ending', { time: clockFace(held.leftMs) })}</Text>
            <Button size="xs" variant="default" onClick={held.keep}>
              {t('lease.keep')}
            </Button>
          </Group>
        </Alert>
      )}
      {isLost && (
        <Alert color="amber" variant="light" mb="md" role="alert" title={t('lease.lost')}>
          {t('lease.lost-hint')}
        </Alert>
      )}
      <Stack gap="md">
        <HoldNotice caseId={caseId} />
        <div className="pair">
          <CaseFacts summary={page.case} isHeld={held !== undefined} />
          <Reports reports={page.reports} />
        </div>
        {rows.length > 0 && (
          <ItemsTable
            rows={rows}
            current={key}
            selected={selected}
            drafts={drafts}
            canAnswer={held !== undefined}
            onOpen={goTo}
            onSelect={select}
            onSelectOnly={(keys) => setSelected(new Set(keys))}
          />
        )}
        <div className={held === undefined ? 'bench alone' : 'bench'}>
          <Stack gap="md">
            {row !== undefined && (
              <section className="panel" aria-labelledby="item-title">
                <Group justify="space-between" mb="sm">
                  <Title order={2} id="item-title" ref={itemTitle} tabIndex={-1} className="lands">
                    {t('items.name-of', { place: at + 1, count: rows.length })}
                  </Title>
                  <Group gap="xs">
                    <Step
                      label={t('items.previous')}
                      face="K"
                      onClick={() => goTo(rows[at - 1]?.subject.key)}
                      isOff={at === 0}
                    />
                    <Step
                      label={t('items.next')}
                      face="J"
                      onClick={() => goTo(rows[at + 1]?.subject.key)}
                      isOff={at === rows.length - 1}
                    />
                  </Group>
                </Group>
                <Stack gap="lg">
                  {row.item.nearCopy !== null && row.subject.needsAnswer && (
                    <NearCopyPanel
                      key={`near ${row.subject.key}`}
                      nearCopy={row.item.nearCopy}
                      place={likeAt === -1 ? undefined : likeAt + 1}
                      answers={row.item.nearCopy.decision?.answers ?? answersAt(rows[likeAt])}
                      onGoTo={likeAt === -1 ? undefined : () => goTo(rows[likeAt]?.subject.key)}
                      onTake={held === undefined ? undefined : takeOver}
                    />
                  )}
                  {row.item.media !== null && (
                    <Viewer
                      key={row.subject.key}
                      item={row.item}
                      media={row.item.media}
                      mandate={page.case.mandate}
                      lease={held?.lease}
                      whenNone={<Refetching caseId={caseId} refetch={page.refetch} lease={held?.lease} />}
                    />
                  )}
                  <ItemDetail
                    row={row}
                    others={page.items.filter(
                      ({ id }) => id !== row.item.id && row.subject.itemIds.includes(id),
                    )}
                  >
                    {standing?.madeBy === 'link' && (
                      <Following
                        key={`follows ${row.subject.key}`}
                        caseId={caseId}
                        link={standing}
                        itemIds={row.subject.itemIds}
                        lease={held?.lease}
                      />
                    )}
                  </ItemDetail>
                </Stack>
              </section>
            )}
            {held === undefined && <SourceAnswersPanel assessments={page.sourceAssessments} />}
            {held === undefined && <ReferralTimeline referrals={page.referrals} />}
          </Stack>
          {held !== undefined && (
            <Stack gap="md">
              {row !== undefined && key !== undefined && (
                <AnswerPanel
                  key={key}
                  subject={row.subject}
                  place={at + 1}
                  draft={drafts[key] ?? {}}
                  isChecked={isChecked}
                  selectedOthers={selectedOthers.length}
                  onChange={setDraft}
                  onCopy={copyToSelected}
                />
              )}
              <SourcePanel
                source={source}
                asked={page.sourceQuestions}
                needed={neededOfSource(filled)}
                isChecked={isChecked}
                onChange={(next) => desk.changeDraft(caseId, (old) => ({ ...old, source: next }))}
              />
              <Button onClick={review} variant={isComplete(filled) ? 'filled' : 'default'}>
                <Group gap={6} component="span">
                  {t('case.review')} <Kbd size="xs">R</Kbd>
                </Group>
              </Button>
            </Stack>
          )}
        </div>
        {held !== undefined && page.referrals.length > 0 && <ReferralTimeline referrals={page.referrals} />}
      </Stack>
      {held !== undefined && (
        <ReviewDialog
          summary={page.case}
          filled={filled}
          lease={held.lease}
          isOpen={isReviewing}
          onClose={() => setIsReviewing(false)}
          onGoTo={goTo}
          onGoToSource={goToSource}
          onDecided={(routeAt) => void decided(routeAt)}
        />
      )}
    </div>
  );
}

function Step({
  label,
  face,
  isOff,
  onClick,
}: {
  readonly label: string;
  readonly face: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Button
      variant="default"
      size="xs"
      onClick={onClick}
      disabled={isOff}
      rightSection={<Kbd size="xs">{face}</Kbd>}
    >
      {label}
    </Button>
  );
}
