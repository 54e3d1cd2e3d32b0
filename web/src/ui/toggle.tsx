import type { JSX } from "preact";
import "./toggle.css";

interface ToggleProps {
  readonly label: string;
  readonly on: boolean;
  readonly iconOn: JSX.Element;
  readonly iconOff: JSX.Element;
  /** Something keeps it from working; shown as a mark and read as a description. */
  readonly trouble?: string | undefined;
  /** The key that does the same. */
  readonly shortcut?: string | undefined;
  readonly onToggle: () => void;
}

/** A round switch for a device: its name stays, its state is `aria-checked`. */
export function Toggle({ label, on, iconOn, iconOff, trouble, shortcut, onToggle }: ToggleProps) {
  const hint = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <button
      class={`toggle${on ? "" : " off"}${trouble === undefined ? "" : " troubled"}`}
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      aria-description={trouble}
      aria-keyshortcuts={shortcut}
      title={trouble ?? hint}
      onClick={onToggle}
    >
      {on ? iconOn : iconOff}
      {trouble === undefined ? null : (
        <span class="toggle-mark" aria-hidden="true">
          !
        </span>
      )}
    </button>
  );
}
