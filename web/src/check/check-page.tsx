import { createApiClient } from "@tgcall/client";
import { Copy, RotateCw } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { LevelMeter } from "../lobby/level-bar.tsx";
import { browserMedia } from "../media/media-port.ts";
import { measureLevel } from "../media/sound-levels.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useCopy } from "../ui/use-copy.ts";
import { useTitle } from "../ui/use-title.ts";
import { browserAbilities } from "./browser-verdict.ts";
import { checkDevices } from "./check-devices.ts";
import { CheckList } from "./check-list.tsx";
import { CheckRun } from "./check-run.ts";
import { measureEcho } from "./echo.ts";
import { gather } from "./gather.ts";
import { writeReport } from "./report.ts";
import { summarise } from "./summary.ts";
import "./check.css";

/** Tries everything that a call needs, by itself as the page opens, and says in words what is wrong. */
export function CheckPage() {
  const [level, setLevel] = useState(0);
  const [runs, setRuns] = useState(0);
  const [copied, copy] = useCopy();
  const run = useMemo(() => openRun(setLevel), [runs]);
  const started = useRef<CheckRun>(undefined);
  useTitle(t("check.title"));
  useEffect(() => {
    if (started.current === run) return;
    started.current = run;
    void run.run();
  }, [run]);
  const rows = run.rows.value;
  const summary = summarise(rows);
  const report = (): void =>
    copy(writeReport(rows, summary, { at: new Date().toISOString(), page: location.origin, userAgent: navigator.userAgent }));
  return (
    <div class="page">
      <PageHeader />
      <main class="check">
        <h1>{t("check.heading")}</h1>
        <p class="muted">{t("check.lead")}</p>
        <p class={`summary ${summary?.status ?? "running"}`} role="status">
          {summary === undefined ? t("check.running") : summary.words()}
        </p>
        <CheckList rows={rows} meter={<LevelMeter level={level} />} />
        <div class="check-actions">
          <Button kind="primary" icon={<RotateCw />} busy={summary === undefined} onPress={() => setRuns(runs + 1)}>
            {t("check.again")}
          </Button>
          <Button icon={<Copy />} disabled={summary === undefined} onPress={report}>
            {t("check.copy")}
          </Button>
          <span class="muted" role="status">
            {copied ? t("check.copied") : ""}
          </span>
        </div>
      </main>
    </div>
  );
}

function openRun(hear: (level: number) => void): CheckRun {
  const now = (): number => performance.now();
  const connect = (configuration: RTCConfiguration): RTCPeerConnection => new RTCPeerConnection(configuration);
  return new CheckRun({
    api: createApiClient(),
    abilities: browserAbilities,
    devices: () => checkDevices(browserMedia(), measureLevel, hear),
    echo: (wsUrl, sig) => measureEcho(wsUrl, sig, { connect: (url, protocols) => new WebSocket(url, protocols), now }),
    gather: (server, relay) => gather(server, relay, { connect, now }),
  });
}
