import { Move } from "lucide-preact";
import type { TargetedPointerEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../texts/t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { type Corner, nearestCorner, nextCorner } from "./corner.ts";
import type { LiveCall } from "./live-call.ts";
import { SelfTile } from "./self-tile.tsx";

/** The own picture over the other one; dragged, or moved by its button, from corner to corner. */
export function FloatingSelf({ live }: { readonly live: LiveCall }) {
  const [corner, setCorner] = useState<Corner>("bottom-right");
  const start = useRef<{ readonly x: number; readonly y: number }>(undefined);
  const element = useRef<HTMLDivElement>(null);

  const press = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (event.target instanceof Element && event.target.closest("button") !== null) return;
    start.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = ({ clientX, clientY, currentTarget }: TargetedPointerEvent<HTMLDivElement>): void => {
    if (start.current === undefined) return;
    currentTarget.style.translate = `${clientX - start.current.x}px ${clientY - start.current.y}px`;
  };
  const release = ({ currentTarget }: TargetedPointerEvent<HTMLDivElement>): void => {
    if (start.current === undefined) return;
    start.current = undefined;
    const stage = currentTarget.parentElement?.getBoundingClientRect();
    const own = currentTarget.getBoundingClientRect();
    currentTarget.style.translate = "";
    if (stage === undefined) return;
    const x = (own.left + own.width / 2 - stage.left) / stage.width;
    const y = (own.top + own.height / 2 - stage.top) / stage.height;
    setCorner(nearestCorner(x, y));
  };
  return (
    <div
      class={`floating ${corner}`}
      ref={element}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <SelfTile live={live} />
      <IconButton class="floating-move" label={t("call.selfMove")} icon={<Move />} onPress={() => setCorner(nextCorner(corner))} />
    </div>
  );
}
