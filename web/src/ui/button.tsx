import type { ComponentChildren, JSX } from "preact";
import { Spinner } from "./spinner.tsx";
import "./button.css";

interface ButtonProps {
  readonly kind?: "primary" | "secondary" | "quiet" | "danger";
  readonly type?: "button" | "submit";
  readonly icon?: JSX.Element;
  /** Work is under way: a spinner stands in for the icon and presses are ignored. */
  readonly busy?: boolean;
  readonly wide?: boolean;
  readonly disabled?: boolean;
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}

/** A button with words; it keeps focus while busy. */
export function Button({ kind = "secondary", type = "button", icon, busy = false, wide = false, disabled = false, ...rest }: ButtonProps) {
  const { onPress, children } = rest;
  const press = (event: MouseEvent): void => {
    if (busy) event.preventDefault();
    else onPress?.();
  };
  return (
    <button class={`button ${kind}${wide ? " wide" : ""}`} type={type} disabled={disabled} aria-busy={busy} onClick={press}>
      {busy ? <Spinner /> : icon}
      <span>{children}</span>
    </button>
  );
}
