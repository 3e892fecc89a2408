// An address to read. It is never a link: nobody should come to the place by a slip of the hand.
import { Button, CopyButton, Group, Popover, Stack, Text } from '@mantine/core';
import { useLanguage } from '../catalogue/language.context.js';
import { harmless } from './harmless.js';

export function InertAddress({ children }: { readonly children: string }) {
  return (
    <bdi className="inert" translate="no">
      {children}
    </bdi>
  );
}

export function CopyAddress({ address }: { readonly address: string }) {
  const { t } = useLanguage();
  const copies = [
    { name: 'harmless', text: harmless(address) },
    { name: 'exact', text: address },
  ] as const;
  return (
    <Popover width={300} trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <Button size="compact-xs" variant="default" className="keeps">
          {t('address.copy')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('address.copy')}>
        <Stack gap="xs">
          <Text size="sm">{t('address.copy-warning')}</Text>
          <Group gap="xs">
            {copies.map(({ name, text }) => (
              <CopyButton key={name} value={text} timeout={3000}>
                {({ copied, copy }) => (
                  <Button size="xs" variant="default" onClick={copy}>
                    {copied ? t('address.copied') : t(`address.copy-${name}`)}
                  </Button>
                )}
              </CopyButton>
            ))}
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
