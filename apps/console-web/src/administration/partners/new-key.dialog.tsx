// A new key for a partner: what it is for and how often it may be used. It is shown once, here, and nowhere again.
import {
  Alert,
  Button,
  Checkbox,
  CopyButton,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../../api/client.js';
import type { ApiKeys, ApiKeyScope } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { FormDialog, useFieldProblems } from '../form.dialog.js';
import { LastDayField, LineField } from '../form.fields.js';
import { dayFromNow, endOfDay } from '../last-day.js';
import { useChange } from '../use-change.js';

const SCOPES: readonly ApiKeyScope[] = ['reports:write', 'lists:read', 'addresses:read'];
/** A key lives two years at most. */
const LONGEST_DAYS = 730;

export function NewKeyDialog({ given, onClose }: { readonly given: ApiKeys; readonly onClose: () => void }) {
  const { t, word } = useLanguage();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ApiKeyScope[]>([]);
  const [portalId, setPortalId] = useState(given.portals[0]?.id);
  const [listIds, setListIds] = useState(given.lists.map(({ id }) => id));
  const [perMinute, setPerMinute] = useState<number>(60);
  const [perDay, setPerDay] = useState<number>(5000);
  const [lastDay, setLastDay] = useState(dayFromNow(365));
  const change = useChange(() =>
    dataOf(
      api.POST('/api/v1/api-keys', {
        params: { header: OWN_PAGE },
        body: {
          name,
          scopes,
          ...(scopes.includes('reports:write') && portalId !== undefined ? { portalId } : {}),
          ...(scopes.includes('lists:read') ? { listIds } : {}),
          perMinute,
          perDay,
          expiresAt: endOfDay(lastDay),
        },
      }),
    ),
  );
  const problem = useFieldProblems(change.error);
  if (change.answer !== undefined) {
    return <MadeKey name={name} value={change.answer.key} onClose={onClose} />;
  }
  return (
    <>
      <FormDialog
        isOpen
        title={t('partners.add-title')}
        submit={t('partners.add')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <LineField
          label={t('partners.name')}
          description={t('partners.name-hint')}
          error={problem('name')}
          maxLength={100}
          value={name}
          onChange={setName}
        />
        <Checkbox.Group
          label={t('partners.scopes')}
          error={problem('scopes')}
          value={scopes}
          onChange={(value) => setScopes(SCOPES.filter((scope) => value.includes(scope)))}
        >
          <Stack gap="xs" mt={6}>
            {SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={word('scope', scope)}
                description={word('scope-hint', scope)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {scopes.includes('reports:write') &&
          (given.portals.length === 0 ? (
            <Alert variant="light" color="amber" p="sm">
              {t('partners.no-portal')}
            </Alert>
          ) : (
            <NativeSelect
              label={t('partners.portal')}
              error={problem('portalId')}
              value={portalId ?? ''}
              onChange={(event) => setPortalId(event.currentTarget.value)}
              data={given.portals.map((one) => ({ value: one.id, label: one.name }))}
            />
          ))}
        {scopes.includes('lists:read') &&
          (given.lists.length === 0 ? (
            <Alert variant="light" color="amber" p="sm">
              {t('partners.no-list')}
            </Alert>
          ) : (
            <Checkbox.Group
              label={t('partners.lists')}
              error={problem('listIds')}
              value={listIds}
              onChange={setListIds}
            >
              <Stack gap="xs" mt={6}>
                {given.lists.map((list) => (
                  <Checkbox key={list.id} value={list.id} label={<bdi>{list.name}</bdi>} />
                ))}
              </Stack>
            </Checkbox.Group>
          ))}
        <Group gap="md" align="flex-start">
          <QuotaField
            label={t('partners.per-minute')}
            error={problem('perMinute')}
            most={100_000}
            value={perMinute}
            onChange={setPerMinute}
          />
          <QuotaField
            label={t('partners.per-day')}
            error={problem('perDay')}
            most={10_000_000}
            value={perDay}
            onChange={setPerDay}
          />
        </Group>
        <LastDayField
          error={problem('expiresAt')}
          max={dayFromNow(LONGEST_DAYS)}
          value={lastDay}
          onChange={setLastDay}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}

function QuotaField(props: {
  readonly label: string;
  readonly error: string | undefined;
  readonly most: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      label={props.label}
      error={props.error}
      classNames={{ input: 'short' }}
      min={1}
      max={props.most}
      allowDecimal={false}
      hideControls
      required
      withAsterisk={false}
      value={props.value}
      onChange={(value) => props.onChange(Number(value))}
    />
  );
}

function MadeKey(props: { readonly name: string; readonly value: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('partners.add-title')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="md">
        <Alert variant="light" color="amber" p="sm">
          {t('partners.once')}
        </Alert>
        <dl className="facts">
          <dt>{t('partners.name')}</dt>
          <dd>
            <bdi>{props.name}</bdi>
          </dd>
          <dt>{t('partners.key')}</dt>
          <dd>
            <Text span className="inert" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
              {props.value}
            </Text>
          </dd>
        </dl>
        <Group justify="flex-end">
          <CopyButton value={props.value}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'partners.copied' : 'partners.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={props.onClose}>{t('partners.noted')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
