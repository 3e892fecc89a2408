// How far a mandate goes, as a scale of the steps above nothing: seen at a glance, and said in words.
import { useLanguage } from '../catalogue/language.context.js';

export const LEVELS = ['none', 'hash', 'view', 'retain'] as const;
export type Level = (typeof LEVELS)[number];
export const rankOf = (level: Level): number => LEVELS.indexOf(level);

export function LevelScale({ level }: { readonly level: Level }) {
  const { word } = useLanguage();
  return (
    <span className="scale">
      <span className="scale-steps" aria-hidden="true">
        {LEVELS.slice(1).map((step) => (
          <span key={step} data-on={rankOf(level) >= rankOf(step) ? '' : undefined} />
        ))}
      </span>
      <span className="scale-name">{word('level', level)}</span>
    </span>
  );
}
