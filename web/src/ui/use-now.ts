import { useEffect, useState } from "preact/hooks";

const secondMs = 1_000;

/** The time in Unix milliseconds, renewed every second while shown. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), secondMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
