// The parts of a portal's page, one shown at a time. What is typed is kept by the page, not by them.
import { Stack, Tabs } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { PortalDetail } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { partOf, PARTS, TABS_ID, type Part } from './portal-form.js';

/** What is mended elsewhere. */
const NOT_HERE = new Set(['key', 'triage', 'mandate']);

function lackingIn(part: Part, portal: PortalDetail): number {
  return Object.keys(portal.missing).filter((path) => {
    return !NOT_HERE.has(path) && partOf(path) === part;
  }).length;
}

export function PortalParts({
  portal,
  children,
}: {
  readonly portal: PortalDetail;
  readonly children: Readonly<Record<Part, ReactNode>>;
}) {
  const { t, word } = useLanguage();
  const [shown, setShown] = useState<string | null>('place');
  return (
    <Tabs id={TABS_ID} value={shown} onChange={setShown} keepMounted={false}>
      <Tabs.List aria-label={t('portals.parts')} mb="md">
        {PARTS.map((part) => {
          const label = word('portal-part', part);
          const count = lackingIn(part, portal);
          return (
            <Tabs.Tab key={part} value={part}>
              {count === 0 ? label : t('portals.part-lacks', { label, count })}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {PARTS.map((part) => (
        <Tabs.Panel key={part} value={part}>
          <Stack gap="md">{children[part]}</Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
