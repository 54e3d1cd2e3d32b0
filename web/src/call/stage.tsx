import type { RemotePeer } from "@tgcall/client";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { CallEntry, JoinFlow } from "../join/join-flow.ts";
import { t } from "../texts/t.ts";
import { Spinner } from "../ui/spinner.tsx";
import { Alone } from "./alone.tsx";
import { FloatingSelf } from "./floating-self.tsx";
import { bestGrid } from "./grid.ts";
import type { LiveCall } from "./live-call.ts";
import { PeerTile } from "./peer-tile.tsx";
import { ScreenTile } from "./screen-tile.tsx";
import { SelfTile } from "./self-tile.tsx";
import { useSize } from "./use-size.ts";
import "./stage.css";

interface StageProps {
  readonly live: LiveCall;
  readonly flow: JoinFlow;
  readonly entry: CallEntry;
}

/** Everybody in the call, laid out by how many there are and whether someone shows a screen. */
export function Stage({ live, flow, entry }: StageProps) {
  const { phase, peers } = live.view.value;
  if (peers.length === 0) {
    if (phase === "joining") return <Joining />;
    return <Alone live={live} offer={entry.offer} />;
  }
  const tiles = peers.map((peer) => <PeerTile key={peer.peerId} peer={peer} live={live} flow={flow} entry={entry} />);
  const screens = peers.filter(({ state, tracks }) => state.screen && tracks.screen !== undefined);
  if (screens.length > 0 || live.screen.track.value !== undefined) return <Spotlight live={live} screens={screens} tiles={tiles} />;
  if (tiles.length === 1) {
    return (
      <main class="duo">
        {tiles}
        <FloatingSelf live={live} />
      </main>
    );
  }
  return <Tiles tiles={[...tiles, <SelfTile key="self" live={live} />]} />;
}

function Joining() {
  return (
    <main class="joining">
      <p role="status">
        <Spinner />
        {t("call.joining")}
      </p>
    </main>
  );
}

function Tiles({ tiles }: { readonly tiles: readonly JSX.Element[] }) {
  const element = useRef<HTMLElement>(null);
  const { width, height } = useSize(element);
  const { columns, rows } = bestGrid(tiles.length, width, height);
  return (
    <main class="tiles" ref={element} style={{ "--columns": columns, "--rows": rows }}>
      {tiles}
    </main>
  );
}

interface SpotlightProps {
  readonly live: LiveCall;
  readonly screens: readonly RemotePeer[];
  readonly tiles: readonly JSX.Element[];
}

/** The newest screen large, everybody beside it. */
function Spotlight({ live, screens, tiles }: SpotlightProps) {
  const own = live.screen.track.value;
  return (
    <main class="spotlight">
      <div class="spotlight-screens">
        {screens.map((peer) => (
          <ScreenTile key={peer.peerId} peer={peer} />
        ))}
        {own !== undefined && screens.length === 0 && <ScreenTile track={own} />}
      </div>
      <div class="strip">
        {tiles}
        <SelfTile live={live} />
      </div>
    </main>
  );
}
