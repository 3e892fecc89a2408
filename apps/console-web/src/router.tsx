// Addresses of the page. They hold identifiers only, never what somebody looked for.
import { Text, Title } from '@mantine/core';
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { FunctionComponent } from 'react';
import { AccountsPage } from './accounts/accounts.page.js';
import { HoldsPage } from './administration/holds.page.js';
import { KeysPage } from './administration/keys.page.js';
import { MandatesPage } from './administration/mandates.page.js';
import { PortalPage } from './administration/portals/portal.page.js';
import { PortalsPage } from './administration/portals/portals.page.js';
import { SafeguardingPage } from './administration/portals/safeguarding.page.js';
import { PartnersPage } from './administration/partners/partners.page.js';
import { RecipientsPage } from './administration/recipients.page.js';
import { RetentionPage } from './administration/retention.page.js';
import type { Permission } from './api/types.js';
import { AuditPage } from './audit/audit.page.js';
import { CasePage } from './cases/case.page.js';
import { SearchPage } from './cases/search.page.js';
import { useLanguage } from './catalogue/language.context.js';
import { MePage } from './exposure/me.page.js';
import { ListPage } from './lists/list.page.js';
import { ListsPage } from './lists/lists.page.js';
import { ProblemNote } from './parts/notes.js';
import { ReferralsPage } from './referrals/referrals.page.js';
import { useMay } from './session/session.context.js';
import { Shell } from './shell/shell.js';
import { WorkPage } from './work/work.page.js';

function NotHere() {
  const { t } = useLanguage();
  return (
    <div className="calm">
      <div>
        <Title order={1}>{t('not-here.title')}</Title>
        <Text className="soft">{t('not-here.lead')}</Text>
      </div>
    </div>
  );
}

/** A page for those who have a permission; others are told where they may go, by what the server lets them do. */
function only(permission: Permission, Page: FunctionComponent, Otherwise: FunctionComponent = NotHere) {
  return function Guarded() {
    return useMay(permission) ? <Page /> : <Otherwise />;
  };
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotHere,
  errorComponent: ({ error, reset }) => <ProblemNote error={error} onRetry={reset} />,
});
const at = <Path extends string>(path: Path, component: FunctionComponent) =>
  createRoute({ getParentRoute: () => root, path, component });

const routes = root.addChildren([
  at('/', only('queue.work', WorkPage, MePage)),
  at('/cases', only('case.read', SearchPage)),
  at('/cases/$caseId', only('case.read', CasePage)),
  at('/referrals', only('referral.read', ReferralsPage)),
  at('/lists', only('list.read', ListsPage)),
  at('/lists/$listId', only('list.read', ListPage)),
  at('/audit', only('audit.read', AuditPage)),
  at('/holds', only('hold.manage', HoldsPage)),
  at('/mandates', only('settings.read', MandatesPage)),
  at('/safeguarding', only('safeguarding.read', SafeguardingPage)),
  at('/portals', only('settings.read', PortalsPage)),
  at('/portals/$portalId', only('settings.read', PortalPage)),
  at('/recipients', only('settings.read', RecipientsPage)),
  at('/retention', only('settings.read', RetentionPage)),
  at('/keys', only('key.manage', KeysPage)),
  at('/partners', only('api-key.manage', PartnersPage)),
  at('/accounts', only('account.manage', AccountsPage)),
  at('/me', MePage),
]);

export const router = createRouter({ routeTree: routes, defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
