import type { CallView } from "@tgcall/client";
import { RotateCw } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { signalingStage, untilChoice } from "./signaling-stage.ts";

interface SignalingNoticeProps {
  readonly view: CallView;
  readonly onRetry: () => void;
  readonly onEnd: () => void;
}

/** While the service is away: first a hint in the corner, after 8 s a choice. The rest of the call stays usable beside it. */
export function SignalingNotice({ view, onRetry, onEnd }: SignalingNoticeProps) {
  const [, setLookedAt] = useState(0);
  const { phase, phaseSince } = view;
  useEffect(() => {
    const delayMs = untilChoice({ phase, phaseSince }, Date.now());
    if (delayMs === undefined) return;
    const timer = setTimeout(() => setLookedAt(Date.now()), delayMs + 1);
    return () => clearTimeout(timer);
  }, [phase, phaseSince]);
  const stage = signalingStage(view, Date.now());
  return (
    <>
      <div class="pill-place" role="status">
        {stage === "hint" && (
          <p class="pill">
            <Spinner />
            {t("call.signaling.hint")}
          </p>
        )}
      </div>
      {stage === "choice" && <Choice joining={phase === "joining"} onRetry={onRetry} onEnd={onEnd} />}
    </>
  );
}

interface ChoiceProps extends Omit<SignalingNoticeProps, "view"> {
  readonly joining: boolean;
}

/** Takes the focus, so that the keyboard finds it, but keeps nobody inside: muting and leaving go on. */
function Choice({ joining, onRetry, onEnd }: ChoiceProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <div class="signaling-choice" role="alertdialog" aria-labelledby="away-title" aria-describedby="away-text" ref={element} tabIndex={-1}>
      <h2 id="away-title">{joining ? t("call.signaling.joining") : t("call.signaling.title")}</h2>
      <p id="away-text" class="muted">
        {t("call.signaling.text")}
      </p>
      <div class="actions">
        <Button kind="danger" onPress={onEnd}>
          {t("call.signaling.end")}
        </Button>
        <Button kind="primary" icon={<RotateCw />} onPress={onRetry}>
          {t("call.signaling.retry")}
        </Button>
      </div>
    </div>
  );
}
