import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CallPageProps } from "../call/call-page.tsx";
import { t } from "../texts/t.ts";
import type { CallEntry, JoinFlow } from "./join-flow.ts";
import { WaitScreen } from "./wait-screen.tsx";

/** Loads the call's part of the page; asked for while the lobby is shown, it is there at once. */
export const loadCall = async (): Promise<ComponentType<CallPageProps>> => (await import("../call/call-page.tsx")).CallPage;

interface CallEntranceProps {
  readonly flow: JoinFlow;
  readonly entry: CallEntry;
}

/** The call, as soon as its part of the page is loaded; without it a reload is offered. */
export function CallEntrance({ flow, entry }: CallEntranceProps) {
  const [Page, setPage] = useState<ComponentType<CallPageProps>>();
  useEffect(() => {
    let current = true;
    loadCall().then(
      (loaded) => current && setPage(() => loaded),
      () => current && flow.refuse({ reason: "network", action: "reload" }),
    );
    return () => {
      current = false;
    };
  }, [flow]);
  return Page === undefined ? <WaitScreen words={t("call.joining")} /> : <Page flow={flow} entry={entry} />;
}
