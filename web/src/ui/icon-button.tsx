import type { JSX } from "preact";
import "./button.css";

interface IconButtonProps {
  readonly label: string;
  readonly icon: JSX.Element;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly class?: string;
  readonly onPress: () => void;
}

/** A button that is only a picture; `label` is its accessible name and its tooltip. */
export function IconButton({ label, icon, pressed, expanded, class: extra = "", onPress }: IconButtonProps) {
  return (
    <button
      class={`icon-button ${extra}`}
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={onPress}
    >
      {icon}
    </button>
  );
}
