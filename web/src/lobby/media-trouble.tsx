import { TriangleAlert } from "lucide-preact";
import type { LocalMedia } from "../media/local-media.ts";
import { isWorthRetrying } from "../media/media-problem.ts";
import { mediaAdvice, mediaWords } from "../media/media-words.ts";
import { type Trouble, troubles } from "../media/trouble.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import "./media-trouble.css";

interface MediaTroubleProps {
  readonly media: LocalMedia;
  /** Goes on without the devices, where that is a choice. */
  readonly onWithout?: () => void;
}

/** Says what keeps microphone and camera from working, and how to get on. */
export function MediaTrouble({ media, onWithout }: MediaTroubleProps) {
  const found = troubles(media.microphone.value, media.camera.value);
  if (found.length === 0) return null;
  const retry = (): void => void media.open(found.flatMap(({ subject }) => (subject === "both" ? ["microphone", "camera"] : [subject])));
  return (
    <div class="trouble" role="alert">
      <TriangleAlert aria-hidden="true" />
      <div class="trouble-words">
        {found.map((trouble) => (
          <TroubleWords key={trouble.subject} trouble={trouble} />
        ))}
        <div class="trouble-actions">
          {found.some(({ problem }) => isWorthRetrying(problem)) && <Button onPress={retry}>{t("lobby.retry")}</Button>}
          {onWithout !== undefined && (
            <Button kind="quiet" onPress={onWithout}>
              {t("lobby.without")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

function TroubleWords({ trouble: { subject, problem } }: { readonly trouble: Trouble }) {
  return (
    <div>
      <p class="trouble-title">{mediaWords(subject, problem)}</p>
      <p>{mediaAdvice(problem, navigator.userAgent)}</p>
    </div>
  );
}
