import { Text } from '@mantine/core';
import type { Hosting } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

/** Country and network in one line, for a table. */
export function HostingLine({ hosting }: { readonly hosting: Hosting | null }) {
  const { t, country } = useLanguage();
  if (hosting === null) return <span className="soft">{t('hosting.unknown')}</span>;
  return (
    <>
      <span>{hosting.country === null ? t('hosting.country-unknown') : country(hosting.country.code)}</span>
      {hosting.network !== null && (
        <Text size="xs" className="soft">
          <bdi>{hosting.network.organisation}</bdi>
        </Text>
      )}
    </>
  );
}

/** Where something is hosted, and from which data that is known. */
export function HostingFacts({ hosting }: { readonly hosting: Hosting }) {
  const { t, country, date } = useLanguage();
  const from = ({ source, date: day }: { source: string; date: string }) => (
    <Text span size="xs" className="soft">
      {t('hosting.source', { source, day: date(day) })}
    </Text>
  );
  return (
    <>
      <dt>{t('hosting.country')}</dt>
      <dd>
        {hosting.country === null ? (
          t('hosting.country-unknown')
        ) : (
          <>
            {country(hosting.country.code)} {from(hosting.country)}
          </>
        )}
        {hosting.isContentDeliveryNetwork && <Text size="xs">{t('hosting.cdn')}</Text>}
      </dd>
      <dt>{t('hosting.network')}</dt>
      <dd>
        {hosting.network === null ? (
          t('hosting.network-unknown')
        ) : (
          <>
            <bdi>
              {hosting.network.organisation} (AS{hosting.network.asn})
            </bdi>{' '}
            {from(hosting.network)}
          </>
        )}
      </dd>
      <dt>{t('hosting.address')}</dt>
      <dd>
        <bdi className="inert">{hosting.address}</bdi>
      </dd>
    </>
  );
}
