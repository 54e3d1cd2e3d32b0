import { createApiClient } from "@tgcall/client";
import { useEffect, useMemo } from "preact/hooks";
import { randomId } from "../app/random-id.ts";
import { browserShelf, tabShelf } from "../app/shelves.ts";
import { LobbyPage } from "../lobby/lobby-page.tsx";
import { LocalMedia } from "../media/local-media.ts";
import { browserMedia } from "../media/media-port.ts";
import { rememberDevices } from "../media/remembered-devices.ts";
import { t } from "../texts/t.ts";
import { takeSecret } from "./arrive.ts";
import { CallEntrance } from "./call-entrance.tsx";
import { endingOf } from "./ending.ts";
import { EndingScreen } from "./ending-screen.tsx";
import { JoinFlow } from "./join-flow.ts";
import { joinMemory } from "./join-record.ts";
import { WaitScreen } from "./wait-screen.tsx";

/** From a link through the lobby into the call, and the screens that say why not. */
export function JoinPage({ wrongLink }: { readonly wrongLink: boolean }) {
  const flow = useMemo(openFlow, []);
  useEffect(() => {
    if (wrongLink) flow.refuse(endingOf("token_invalid"));
    else void flow.arrive();
    return followLinks(flow);
  }, [flow, wrongLink]);
  const stage = flow.stage.value;
  switch (stage.at) {
    case "arriving":
      return <WaitScreen words={t("lobby.arriving")} />;
    case "lobby":
      return <LobbyPage flow={flow} joined={stage.joined} media={stage.media} offer={stage.offer} />;
    case "call":
      return <CallEntrance key={stage.entry.media} flow={flow} entry={stage.entry} />;
    case "over":
      return <EndingScreen ending={stage.ending} flow={flow} />;
    default:
      return stage satisfies never;
  }
}

function openFlow(): JoinFlow {
  const remembered = rememberDevices(browserShelf);
  return new JoinFlow({
    api: createApiClient(),
    memory: joinMemory(tabShelf),
    shelf: browserShelf,
    openMedia: (wanted) => new LocalMedia({ port: browserMedia(), remembered, wanted }),
  });
}

/** A link that is pasted into the address bar of this page changes only the fragment: it is taken like a new page load. */
function followLinks(flow: JoinFlow): () => void {
  const follow = (): void => {
    const fragment = location.hash;
    history.replaceState(null, "", location.pathname);
    const inCall = flow.stage.value.at === "call";
    if (!inCall && takeSecret(fragment, { memory: joinMemory(tabShelf), randomId }) === "taken") location.reload();
  };
  addEventListener("hashchange", follow);
  return () => removeEventListener("hashchange", follow);
}
