import { useEffect, useState } from 'react';

/** The present moment in milliseconds, moved on every `everyMs` while it is wanted. */
export function useNow(everyMs = 1000, isOn = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOn) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isOn]);
  return now;
}
