// What the public sent. Addresses stand as they were typed; what reporters wrote is opened only for a reason.
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Report, ReporterText } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { harmless } from '../parts/harmless.js';
import { CopyAddress, InertAddress } from '../parts/inert-address.js';
import { useMay } from '../session/session.context.js';
import { Letters } from './letters.js';
import { HandoverPanel } from './handover.js';
import { OpenTextDialog, WriteDialog } from './report-dialogs.js';

const SHOWN_AT_FIRST = 3;

export function Reports({ reports }: { readonly reports: readonly Report[] }) {
  const { t } = useLanguage();
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? reports : reports.slice(0, SHOWN_AT_FIRST);
  return (
    <section className="panel" aria-labelledby="reports-title">
      <Title order={2} id="reports-title">
        {t('reports.title', { count: reports.length })}
      </Title>
      <Stack gap="lg">
        {shown.map((report) => (
          <ReportCard key={report.id} report={report} />
        ))}
      </Stack>
      {shown.length < reports.length && (
        <Button mt="md" variant="default" size="sm" onClick={() => setIsAll(true)}>
          {t('reports.more', { count: reports.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

function ReportCard({ report }: { readonly report: Report }) {
  const { t, word, dateTime, date, languageName } = useLanguage();
  const mayOpen = useMay('report-text.open');
  const mayWrite = useMay('reporter.write');
  const [dialog, setDialog] = useState<'open' | 'write'>();
  const [text, setText] = useState<ReporterText>();
  const hasSomething = report.hasText || report.hasContact || report.messagesFromReporter > 0;
  return (
    <article>
      <Group gap="xs" mb={4}>
        <Text fw={600}>{word('report-kind', report.kind)}</Text>
        {report.isSelfReport && (
          <Badge variant="light" color="amber" tt="none">
            {t('case.self-report')}
          </Badge>
        )}
        {report.childInDanger && (
          <Badge variant="light" color="red" tt="none">
            {t('case.child-in-danger')}
          </Badge>
        )}
        {report.trustedReporter !== null && (
          <Badge variant="light" color="blue" tt="none">
            {report.trustedReporter === ''
              ? t('report.trusted')
              : t('report.trusted-named', { name: report.trustedReporter })}
          </Badge>
        )}
        {report.arrivedInFlood && (
          <Badge variant="light" color="gray" tt="none">
            {t('report.in-flood')}
          </Badge>
        )}
      </Group>
      <Text size="sm" className="soft">
        {t('report.received', { time: dateTime(report.receivedAt), language: languageName(report.locale) })}
        {report.seenAt !== null && ` ${t('report.seen', { day: date(report.seenAt) })}`}
      </Text>
      {report.addresses.length > 0 && (
        <Stack component="ul" gap={4} my="xs" p={0} style={{ listStyle: 'none' }}>
          {report.addresses.map(({ asTyped, normalised }, index) => (
            <li key={index}>
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <div style={{ minWidth: 0 }}>
                  <InertAddress>{asTyped}</InertAddress>
                  {normalised !== null && normalised !== asTyped && (
                    <Text size="xs" className="soft">
                      {t('report.read-as')} <InertAddress>{normalised}</InertAddress>
                    </Text>
                  )}
                </div>
                <CopyAddress address={asTyped} />
              </Group>
            </li>
          ))}
        </Stack>
      )}
      {text === undefined ? (
        <Text size="sm" className="soft" mt="xs">
          {hasSomething
            ? t('report.sealed', {
                text: report.hasText ? 1 : 0,
                contact: report.hasContact ? 1 : 0,
                messages: report.messagesFromReporter,
              })
            : t('report.nothing-written')}
        </Text>
      ) : (
        <OpenedText text={text} />
      )}
      <Letters report={report} />
      <Group gap="xs" mt="xs">
        {text !== undefined && (
          <Button size="xs" variant="default" onClick={() => setText(undefined)}>
            {t('report.close-text')}
          </Button>
        )}
        {text === undefined && hasSomething && mayOpen && (
          <Button size="xs" variant="default" onClick={() => setDialog('open')}>
            {t('report.open')}
          </Button>
        )}
        {mayWrite && (
          <Button size="xs" variant="default" onClick={() => setDialog('write')}>
            {t('report.write', { count: report.messagesToReporter })}
          </Button>
        )}
      </Group>
      {report.handover !== null && <HandoverPanel reportId={report.id} handover={report.handover} />}
      <OpenTextDialog
        reportId={report.id}
        isOpen={dialog === 'open'}
        onClose={() => setDialog(undefined)}
        onOpened={setText}
      />
      <WriteDialog
        reportId={report.id}
        isTold={report.wantsLetters}
        isOpen={dialog === 'write'}
        onClose={() => setDialog(undefined)}
      />
    </article>
  );
}

/** To be copied into the form of whoever acts on them. */
function DeviceHashes({ hashes }: { readonly hashes: NonNullable<ReporterText['deviceHashes']> }) {
  const { t } = useLanguage();
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('report-text.deviceHashes')}
      </Text>
      <Text size="xs" className="soft">
        {t('device-hash.note')}
      </Text>
      <dl className="facts" dir="ltr">
        {hashes.map(({ sha256, pdq, quality }) => (
          <div key={sha256} style={{ display: 'contents' }}>
            <dt>SHA-256</dt>
            <dd className="figure" style={{ overflowWrap: 'anywhere' }}>
              {sha256}
            </dd>
            {pdq !== undefined && (
              <>
                <dt>PDQ</dt>
                <dd className="figure" style={{ overflowWrap: 'anywhere' }}>
                  {pdq} · {quality}
                </dd>
              </>
            )}
          </div>
        ))}
      </dl>
    </div>
  );
}

function OpenedText({ text }: { readonly text: ReporterText }) {
  const { t, dateTime } = useLanguage();
  const parts = (['place', 'comment', 'kindAsGiven', 'contactEmail'] as const).flatMap((name) => {
    const value = text[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const typed = (text.addressText ?? []).map(harmless).join('\n').trim();
  return (
    <Stack gap="xs" mt="xs" className="opened">
      <dl className="facts">
        {typed !== '' && (
          <>
            <dt>{t('report-text.addressText')}</dt>
            <dd className="inert" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
              {typed}
            </dd>
          </>
        )}
        {parts.map(({ name, value }) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`report-text.${name}`)}</dt>
            <dd dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {text.deviceHashes !== undefined && <DeviceHashes hashes={text.deviceHashes} />}
      {text.messages.map((message) => (
        <div key={message.id}>
          <Text size="xs" className="soft">
            {t(`message.${message.direction}`)} · {dateTime(message.writtenAt)}
          </Text>
          <Text size="sm" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
            {message.text ?? t('message.sealed')}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
