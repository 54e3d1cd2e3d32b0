/** Keeps the screen awake while the page is seen, until the answer is called; where the browser refuses, nothing happens. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let wanted = true;
  const acquire = async (): Promise<void> => {
    if (!wanted || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    try {
      const fresh = await navigator.wakeLock.request("screen");
      if (wanted) lock = fresh;
      else await fresh.release();
    } catch {
      lock = undefined;
    }
  };
  const seen = (): void => void acquire();
  document.addEventListener("visibilitychange", seen);
  void acquire();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", seen);
    void lock?.release();
  };
}
