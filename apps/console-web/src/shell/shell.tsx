// The frame of every page: where one is, who one is, and the way elsewhere.
import {
  AppShell,
  Box,
  Burger,
  Button,
  Divider,
  Group,
  Kbd,
  NavLink,
  Popover,
  ScrollArea,
  Stack,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import type { Permission } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import type { MessageKey } from '../catalogue/language.js';
import { OfflineNote } from '../parts/offline-note.js';
import { ME, useMe } from '../session/session.context.js';
import { useShortcuts } from '../shortcuts/use-shortcuts.js';
import { PendingDecisions } from '../work/pending-decisions.js';
import { useDesk } from '../work/desk.context.js';
import { Alarms } from './alarms.js';
import { Emblem } from './emblem.js';
import { Preferences } from './preferences.js';
import { ShortcutSheet } from './shortcut-sheet.js';

interface Place {
  readonly to:
    | '/'
    | '/cases'
    | '/referrals'
    | '/lists'
    | '/holds'
    | '/audit'
    | '/mandates'
    | '/portals'
    | '/safeguarding'
    | '/recipients'
    | '/retention'
    | '/keys'
    | '/partners'
    | '/accounts'
    | '/me';
  readonly label: MessageKey;
  readonly permission: Permission;
}

const PLACES: readonly Place[] = [
  { to: '/', label: 'place.work', permission: 'queue.work' },
  { to: '/cases', label: 'place.cases', permission: 'case.read' },
  { to: '/referrals', label: 'place.referrals', permission: 'referral.read' },
  { to: '/lists', label: 'place.lists', permission: 'list.read' },
  { to: '/safeguarding', label: 'place.safeguarding', permission: 'safeguarding.read' },
  { to: '/holds', label: 'place.holds', permission: 'hold.manage' },
  { to: '/audit', label: 'place.audit', permission: 'audit.read' },
  { to: '/portals', label: 'place.portals', permission: 'settings.read' },
  { to: '/mandates', label: 'place.mandates', permission: 'settings.read' },
  { to: '/recipients', label: 'place.recipients', permission: 'settings.read' },
  { to: '/retention', label: 'place.retention', permission: 'settings.read' },
  { to: '/keys', label: 'place.keys', permission: 'key.manage' },
  { to: '/partners', label: 'place.partners', permission: 'api-key.manage' },
  { to: '/accounts', label: 'place.accounts', permission: 'account.manage' },
  { to: '/me', label: 'place.me', permission: 'self.use' },
];

export function Shell() {
  const { t } = useLanguage();
  const me = useMe();
  const { pathname } = useLocation();
  const [isMenuOpen, menu] = useDisclosure();
  const [isSheetOpen, sheet] = useDisclosure();
  useShortcuts('anywhere', { help: sheet.open });
  const close = menu.close;
  useEffect(close, [pathname, close]);

  return (
    <AppShell
      header={{ height: me.isDemonstration ? 84 : 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
      padding="md"
      // While the frame slides, the page beside it would be too narrow for its content and scroll sideways.
      transitionDuration={0}
    >
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        {me.isDemonstration && (
          <Text component="p" m={0} ta="center" size="sm" fw={600} h={28} lh="28px" className="demo" truncate>
            {t('shell.demonstration')}
          </Text>
        )}
        <Group h={56} px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isMenuOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('shell.menu')}
              aria-expanded={isMenuOpen}
            />
            <UnstyledButton component={Link} to="/">
              <Group gap={8} wrap="nowrap">
                <Emblem size={30} />
                <Text fw={650} size="lg">
                  Manara
                </Text>
              </Group>
            </UnstyledButton>
            <Text className="soft" size="sm" visibleFrom="sm" truncate>
              {me.organisation.name}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={sheet.open}
              rightSection={<Kbd size="xs">?</Kbd>}
              visibleFrom="sm"
            >
              {t('shell.shortcuts')}
            </Button>
            <OwnMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('shell.places')}>
        <AppShell.Section grow component={ScrollArea}>
          {PLACES.filter(({ permission }) => me.permissions.includes(permission)).map(({ to, label }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(label)}
              active={to === '/' ? pathname === '/' : pathname.startsWith(to)}
              variant="light"
            />
          ))}
        </AppShell.Section>
        <AppShell.Section hiddenFrom="sm">
          <Divider my="sm" />
          <Preferences />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <OfflineNote />
        <Alarms />
        <PendingDecisions />
        <Outlet />
      </AppShell.Main>
      <ShortcutSheet isOpen={isSheetOpen} onClose={sheet.close} />
    </AppShell>
  );
}

/** The first letters of the first two words, for a narrow screen. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return words
    .map((one) => String.fromCodePoint(one.codePointAt(0) ?? 0x20))
    .join('')
    .toLocaleUpperCase();
}

function OwnMenu() {
  const { t, word } = useLanguage();
  const me = useMe();
  const desk = useDesk();
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => api.DELETE('/api/v1/session', { params: { header: OWN_PAGE } }),
    onSettled: () => {
      desk.clear();
      queries.clear();
      queries.setQueryData(ME, null);
    },
  });
  return (
    <Popover position="bottom-end" width={260} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="default" size="compact-md" maw="16rem">
          <Text span truncate size="sm" visibleFrom="sm">
            {me.displayName}
          </Text>
          <Text span size="sm" hiddenFrom="sm" aria-hidden="true">
            {initialsOf(me.displayName)}
          </Text>
          <Box component="span" hiddenFrom="sm">
            <VisuallyHidden>{me.displayName}</VisuallyHidden>
          </Box>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.own-menu')}>
        <Stack gap="sm">
          <div>
            <Text fw={600}>{me.displayName}</Text>
            <Text size="sm" className="soft">
              {word('role', me.role)} · <bdi>{me.email}</bdi>
            </Text>
          </div>
          <Preferences />
          <Divider />
          <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
            {t('shell.sign-out')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
