import { useLanguage } from '../catalogue/language.context.js';

const DAY_HOURS = 24;

/** Says hours as people count them: up to three days in hours, then in days, whole years as years. */
export function useKeptFor(): (hours: number) => string {
  const { t } = useLanguage();
  return (hours) => {
    if (hours === 0) return t('kept.not');
    if (hours % DAY_HOURS !== 0 || hours <= 3 * DAY_HOURS) return t('kept.hours', { count: hours });
    const days = hours / DAY_HOURS;
    return days % 365 === 0 ? t('kept.years', { count: days / 365 }) : t('kept.days', { count: days });
  };
}
