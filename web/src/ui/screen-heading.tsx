import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** The heading of a screen that replaces another: it takes the focus, so that a reader starts there. */
export function ScreenHeading({ children, class: extra }: { readonly children: ComponentChildren; readonly class?: string }) {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <h1 ref={element} class={extra} tabIndex={-1}>
      {children}
    </h1>
  );
}
