import { Volume2 } from "lucide-preact";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import type { Playback } from "./playback.ts";

/** Some browsers play sound only after a tap: then this asks for one. */
export function TapToHear({ playback }: { readonly playback: Playback }) {
  if (!playback.blocked.value) return null;
  return (
    <div class="tap-to-hear" role="alert">
      <p>{t("call.tapToHear.text")}</p>
      <Button kind="primary" icon={<Volume2 />} onPress={() => void playback.unlock()}>
        {t("call.tapToHear")}
      </Button>
    </div>
  );
}
