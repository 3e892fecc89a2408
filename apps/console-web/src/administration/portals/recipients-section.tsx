// Who gets what a portal's cases find: those that it names as its own, else those of whoever triages.
import { Badge, Checkbox, Group, Input, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client.js';
import type { PortalDetail, PortalRecipient } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../../parts/notes.js';
import type { FieldContext } from './fields.js';
import { idOf } from './portal-form.js';

export function RecipientsSection({
  portal,
  named,
  onChange,
  context,
}: {
  readonly portal: PortalDetail;
  readonly named: readonly string[];
  readonly onChange: (named: readonly string[]) => void;
  readonly context: FieldContext;
}) {
  const { t } = useLanguage();
  const { problem, isReadOnly } = context;
  const recipients = useQuery({
    queryKey: ['portal-recipients', portal.id],
    queryFn: () =>
      dataOf(api.GET('/api/v1/portals/{id}/recipients', { params: { path: { id: portal.id } } })),
  });
  if (recipients.isPending) return <Loading />;
  if (recipients.isError)
    return <ProblemNote error={recipients.error} onRetry={() => void recipients.refetch()} />;
  const problems = ['recipients', ...named.map((_, at) => `recipients.${at}`)].flatMap(
    (path) => problem(path) ?? [],
  );
  const toggle = (id: string, isNamed: boolean) =>
    onChange(isNamed ? [...named, id] : named.filter((one) => one !== id));
  return (
    <fieldset className="plain-fieldset" id={idOf('recipients')} tabIndex={-1}>
      <legend>{t('portals.recipients')}</legend>
      <Input.Description mb="sm">
        {t(
          portal.organisation === portal.triagedBy ? 'portals.recipients-hint' : 'portals.recipients-hint-by',
          {
            name: portal.triagedByName,
          },
        )}
      </Input.Description>
      {problems.length > 0 && <Input.Error mb="xs">{problems[0]}</Input.Error>}
      {recipients.data.length === 0 && <Empty>{t('portals.recipients-none')}</Empty>}
      <Stack gap="sm">
        {recipients.data.map((recipient) => (
          <Checkbox
            key={recipient.id}
            label={<RecipientName recipient={recipient} />}
            description={<Origin portal={portal} recipient={recipient} />}
            checked={named.includes(recipient.id)}
            disabled={isReadOnly}
            onChange={(event) => toggle(recipient.id, event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </fieldset>
  );
}

function RecipientName({ recipient }: { readonly recipient: PortalRecipient }) {
  const { t, word } = useLanguage();
  return (
    <Group gap="xs" component="span">
      <Text span inherit>
        <bdi>{recipient.name}</bdi> · <bdi>{word('way', recipient.way)}</bdi>
      </Text>
      {!recipient.isReady && (
        <Badge variant="light" color="amber" tt="none">
          {t('portals.recipient-not-ready')}
        </Badge>
      )}
    </Group>
  );
}

/** Whose it is, and what it takes. */
function Origin({
  portal,
  recipient,
}: {
  readonly portal: PortalDetail;
  readonly recipient: PortalRecipient;
}) {
  const { t, country } = useLanguage();
  const whose = recipient.isOfOwner ? portal.organisationName : portal.triagedByName;
  return (
    <>
      {t('portals.recipient-of', { name: whose })}
      {recipient.country !== null &&
        ` · ${t('recipients.hosted-in', { country: country(recipient.country) })}`}
    </>
  );
}
