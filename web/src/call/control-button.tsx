import type { JSX } from "preact";

interface ControlButtonProps {
  readonly label: string;
  readonly icon: JSX.Element;
  readonly pressed?: boolean;
  readonly danger?: boolean;
  readonly shortcut?: string | undefined;
  readonly onPress: () => void;
}

/** A round button of the call; one that stays pressed keeps its name and tells its state. */
export function ControlButton({ label, icon, pressed, danger = false, shortcut, onPress }: ControlButtonProps) {
  return (
    <button
      class={`control${danger ? " danger" : ""}`}
      type="button"
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      onClick={onPress}
    >
      {icon}
    </button>
  );
}
