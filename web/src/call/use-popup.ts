import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Popup {
  /** Holds the button and what it opens; a press or the focus outside of it closes. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly open: boolean;
  readonly toggle: () => void;
  readonly close: () => void;
  /** Gives the focus back to the button. */
  readonly focus: () => void;
}

/** Something small that a button opens beside itself; Escape closes it and gives the focus back. */
export function usePopup(): Popup {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const focus = (): void => box.current?.querySelector("button")?.focus();
  useEffect(() => {
    if (!open) return;
    const leave = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setOpen(false);
    };
    const dismiss = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      focus();
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    document.addEventListener("keydown", dismiss);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
      document.removeEventListener("keydown", dismiss);
    };
  }, [open]);
  return { box, open, toggle: () => setOpen(!open), close: () => setOpen(false), focus };
}
