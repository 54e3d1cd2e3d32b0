import { useState } from "preact/hooks";
import { formatDuration } from "../call/duration.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { ScreenHeading } from "../ui/screen-heading.tsx";
import { useNow } from "../ui/use-now.ts";
import { useTitle } from "../ui/use-title.ts";
import type { Ending, EndingAction } from "./ending.ts";
import { EndingPicture } from "./ending-picture.tsx";
import type { JoinFlow } from "./join-flow.ts";
import "./screen.css";

interface EndingScreenProps {
  readonly ending: Ending;
  readonly flow: JoinFlow;
}

/** Says why there is no call on this page, and offers what helps. */
export function EndingScreen({ ending, flow }: EndingScreenProps) {
  const { reason, action, talkedMs } = ending;
  const title = t(`reason.${reason}.title`);
  useTitle(`${title} · TGCall`);
  const act: Readonly<Record<EndingAction, () => void>> = {
    start: () => location.assign("/"),
    enter: () => location.assign("/"),
    again: () => flow.again(),
    here: () => location.reload(),
    reload: () => location.reload(),
    retry: () => void flow.arrive(),
  };
  return (
    <div class="page">
      <PageHeader />
      <main class="screen">
        <section class="panel screen-panel">
          <EndingPicture reason={reason} />
          <ScreenHeading>{title}</ScreenHeading>
          <p class="muted">{t(`reason.${reason}.text`)}</p>
          {talkedMs !== undefined && <p class="screen-talked">{t("reason.talked", { time: formatDuration(talkedMs) })}</p>}
          <ActionButton ending={ending} onPress={act[action]} />
          {reason === "left" && (
            <Button wide onPress={act.start}>
              {t("action.start")}
            </Button>
          )}
        </section>
      </main>
    </div>
  );
}

/** The button waits where the service asked for it. */
function ActionButton({ ending, onPress }: { readonly ending: Ending; readonly onPress: () => void }) {
  const [shownAt] = useState(Date.now);
  const leftMs = shownAt + (ending.waitSeconds ?? 0) * 1_000 - useNow();
  const words =
    leftMs > 0 && ending.action === "retry" ? t("action.retryIn", { time: formatDuration(leftMs + 999) }) : t(`action.${ending.action}`);
  return (
    <Button kind="primary" wide disabled={leftMs > 0} onPress={onPress}>
      {words}
    </Button>
  );
}
