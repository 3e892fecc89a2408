import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { useLanguage } from '../catalogue/language.context.js';
import { SHORTCUTS, type Shortcut, type ShortcutScope } from '../shortcuts/shortcut-keys.js';

const SCOPES: readonly ShortcutScope[] = ['anywhere', 'work', 'case', 'review'];

/** Every key of the page, from the same table that the keys work by. */
export function ShortcutSheet({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t, word } = useLanguage();
  const face = ({ key }: Shortcut) =>
    key === ' ' ? t('key.space') : key.length === 1 ? key.toUpperCase() : key;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="md">
        <Text size="sm" className="soft">
          {t('shortcuts.lead')}
        </Text>
        {SCOPES.map((scope) => (
          <div key={scope}>
            <Title order={3} mb={4}>
              {word('shortcuts.scope', scope)}
            </Title>
            <Table verticalSpacing={4} withRowBorders={false}>
              <Table.Tbody>
                {SHORTCUTS.filter((one) => one.scope === scope).map((shortcut: Shortcut) => (
                  <Table.Tr key={shortcut.id}>
                    <Table.Td w="8rem">
                      <Group gap={4} wrap="nowrap" dir="ltr">
                        {shortcut.chord && <Kbd>Ctrl</Kbd>}
                        <Kbd>{face(shortcut)}</Kbd>
                      </Group>
                    </Table.Td>
                    <Table.Td>{word('shortcut', shortcut.id)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        ))}
      </Stack>
    </Modal>
  );
}
