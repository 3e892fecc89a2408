import { Alert } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useLanguage } from '../catalogue/language.context.js';

function watch(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}

/** Says that the machine has no connection, and what that means for the work on the desk. */
export function OfflineNote() {
  const { t } = useLanguage();
  const isOnline = useSyncExternalStore(watch, () => navigator.onLine);
  return (
    <div role="status">
      {!isOnline && (
        <Alert color="amber" variant="light" mb="md" title={t('offline.title')}>
          {t('offline.hint')}
        </Alert>
      )}
    </div>
  );
}
