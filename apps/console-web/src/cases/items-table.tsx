// The content items of a case; items with the same bytes stand in one row.
import { Badge, Button, Checkbox, Group, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ContentItem } from '../api/types.js';
import { problemsOf, type ItemDraft, type Subject } from '../assessment/assessment-form.js';
import { useLanguage } from '../catalogue/language.context.js';
import { InertAddress } from '../parts/inert-address.js';
import { HostingLine } from './hosting.js';
import { standingOf } from './standing.js';

const SHOWN_AT_FIRST = 50;
/** Height of the row of headings, which stays in sight. */
const HEAD_PX = 36;

export interface Row {
  readonly subject: Subject;
  /** The first of the items; the others show the same bytes. */
  readonly item: ContentItem;
}

interface ItemsTableProps {
  readonly rows: readonly Row[];
  readonly current: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly drafts: Readonly<Record<string, ItemDraft>>;
  readonly canAnswer: boolean;
  readonly onOpen: (key: string) => void;
  readonly onSelect: (key: string, isSelected: boolean) => void;
  readonly onSelectOnly: (keys: readonly string[]) => void;
}

export function ItemsTable(props: ItemsTableProps) {
  const { t } = useLanguage();
  const { rows, current, selected, drafts } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => keepInSight(box.current), [current]);
  const open = rows.filter(
    ({ subject }) => subject.needsAnswer && drafts[subject.key]?.verdict === undefined,
  );
  const [shownCount, setShownCount] = useState(SHOWN_AT_FIRST);
  const at = rows.findIndex(({ subject }) => subject.key === current);
  const shown = rows.slice(0, Math.max(shownCount, at + 1));
  return (
    <section className="panel" aria-labelledby="items-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="items-title">
          {t('items.title', { count: rows.length })}
        </Title>
        {props.canAnswer && rows.length > 1 && (
          <Group gap="xs">
            {selected.size > 0 && (
              <>
                <Text size="sm" className="soft">
                  {t('items.selected', { count: selected.size })}
                </Text>
                <Button size="xs" variant="default" onClick={() => props.onSelectOnly([])}>
                  {t('items.select-none')}
                </Button>
              </>
            )}
            <Button
              size="xs"
              variant="default"
              disabled={open.length === 0}
              onClick={() => props.onSelectOnly(open.map(({ subject }) => subject.key))}
            >
              {t('items.select-open')}
            </Button>
          </Group>
        )}
      </Group>
      <div className="scrolls" ref={box}>
        <table className="rows stacks" aria-labelledby="items-title">
          <thead>
            <tr>
              {props.canAnswer && (
                <th scope="col" className="narrow">
                  {t('items.select')}
                </th>
              )}
              <th scope="col">{t('items.what')}</th>
              <th scope="col">{t('items.hosting')}</th>
              <th scope="col">{t('items.known')}</th>
              <th scope="col">{t('items.answer')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <ItemRow key={row.subject.key} row={row} place={index + 1} {...props} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <Button
          mt="md"
          variant="default"
          size="sm"
          onClick={() => setShownCount(shown.length + SHOWN_AT_FIRST)}
        >
          {t('items.more', { count: rows.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

/** Scrolls the list, not the page, to the row that is open. */
function keepInSight(box: HTMLDivElement | null): void {
  const row = box?.querySelector<HTMLElement>('tr[aria-current]');
  if (!box || !row) return;
  const { top, bottom } = row.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (top < frame.top + HEAD_PX) box.scrollTop -= frame.top + HEAD_PX - top;
  else if (bottom > frame.bottom) box.scrollTop += bottom - frame.bottom;
}

function ItemRow({
  row: { subject, item },
  place,
  current,
  selected,
  drafts,
  canAnswer,
  onOpen,
  onSelect,
}: ItemsTableProps & { readonly row: Row; readonly place: number }) {
  const { t, word } = useLanguage();
  const isCurrent = subject.key === current;
  return (
    <tr aria-current={isCurrent ? 'true' : undefined} data-item={subject.key}>
      {canAnswer && (
        <td className="narrow">
          <Checkbox
            size="sm"
            aria-label={t('items.select-one', { place })}
            checked={selected.has(subject.key)}
            onChange={(event) => onSelect(subject.key, event.currentTarget.checked)}
          />
        </td>
      )}
      <td>
        <button type="button" className="bare" onClick={() => onOpen(subject.key)} aria-pressed={isCurrent}>
          <Text span fw={600} size="sm">
            {t('items.name', { place })}
          </Text>
          <Text span size="sm">
            {' · '}
            {item.result === null ? word('item-step', item.step) : word('item-result', item.result)}
          </Text>
        </button>
        <div>
          <InertAddress>{item.address}</InertAddress>
        </div>
        <Group gap={6} mt={2}>
          <Text size="xs" className="soft">
            {item.role === 'source' ? t('items.source') : t('items.embedded')}
          </Text>
          {subject.itemIds.length > 1 && (
            <Badge size="sm" variant="default" tt="none">
              {t('items.same', { count: subject.itemIds.length })}
            </Badge>
          )}
        </Group>
      </td>
      <td data-label={t('items.hosting')}>
        <HostingLine hosting={item.hosting} />
      </td>
      <td data-label={t('items.known')}>
        <Known item={item} />
      </td>
      <td data-label={t('items.answer')}>
        <AnswerState subject={subject} item={item} draft={drafts[subject.key]} />
      </td>
    </tr>
  );
}

function Known({ item }: { readonly item: ContentItem }) {
  const { t } = useLanguage();
  const [best] = item.matches;
  if (item.media === null) return <span className="soft">{t('known.nothing-to-compare')}</span>;
  if (best === undefined) {
    if (standingOf(item)?.madeBy === 'link') return <span>{t('follows.title')}</span>;
    if (item.nearCopy === null || !item.needsAnswer) return <span>{t('known.no')}</span>;
    return (
      <>
        <span>{t('near.title')}</span>
        <Text size="xs" className="soft">
          {t('known.bits', { distance: item.nearCopy.distance })}
        </Text>
      </>
    );
  }
  return (
    <>
      <span>{best.kind === 'exact' ? t('known.exact') : t('known.near', { distance: best.distance })}</span>
      <Text size="xs" className="soft">
        <bdi>{best.list}</bdi>
      </Text>
    </>
  );
}

const BY_MACHINE = { settlement: 'settled', link: 'linked' } as const;

function AnswerState({
  subject,
  item,
  draft,
}: {
  readonly subject: Subject;
  readonly item: ContentItem;
  readonly draft: ItemDraft | undefined;
}) {
  const { t, word } = useLanguage();
  if (draft?.verdict !== undefined) {
    const isWhole = Object.keys(problemsOf(subject, draft)).length === 0;
    return (
      <>
        <span>{word('verdict', draft.verdict)}</span>
        {!isWhole && <Text size="xs">{t('items.incomplete')}</Text>}
      </>
    );
  }
  const last = standingOf(item);
  if (subject.needsAnswer) return <span>{t('items.open')}</span>;
  if (last === undefined) return <span className="soft">{t('items.not-needed')}</span>;
  return (
    <>
      <span>{word('verdict', last.answers.verdict)}</span>
      <Text size="xs" className="soft">
        {last.madeBy === 'person' ? t('items.earlier') : t(`items.${BY_MACHINE[last.madeBy]}`)}
      </Text>
    </>
  );
}
