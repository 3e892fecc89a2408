// The secret of a second factor: to be scanned, or typed where nothing can be scanned.
import { Text } from '@mantine/core';
import { useLanguage } from '../catalogue/language.context.js';
import { QrPicture } from './qr-picture.js';

export function SecondFactor({ secret, address }: { readonly secret: string; readonly address: string }) {
  const { t } = useLanguage();
  return (
    <div className="second-factor">
      <QrPicture text={address} label={t('accounts.qr')} />
      <div>
        <Text size="sm">{t('accounts.scan')}</Text>
        <Text size="sm" className="soft" mt="sm">
          {t('accounts.secret')}
        </Text>
        <bdi className="inert">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</bdi>
      </div>
    </div>
  );
}
