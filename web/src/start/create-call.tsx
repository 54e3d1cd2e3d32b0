import { createApiClient } from "@tgcall/client";
import { ChevronDown, Video } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { randomId } from "../app/random-id.ts";
import { browserShelf, tabShelf } from "../app/shelves.ts";
import { type Failure, failureOf } from "../join/failure.ts";
import { joinMemory } from "../join/join-record.ts";
import { problemWords } from "../join/problem-words.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { CheckField } from "../ui/check-field.tsx";
import { apiKeyMemory } from "./api-key.ts";
import { createCall, enterCreated } from "./create.ts";
import { initiatorId } from "./initiator-id.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { telegramLaunch } from "./telegram-launch.ts";

const keys = apiKeyMemory(tabShelf, browserShelf);

/** The button that starts a call, and what may stand in its way. */
export function CreateCall() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [keyWanted, setKeyWanted] = useState<"first" | "again">();
  const [relayOnly, setRelayOnly] = useState(false);
  const idempotencyKey = useRef("");
  useEffect(() => {
    const shownAgain = (): void => setBusy(false);
    addEventListener("pageshow", shownAgain);
    return () => removeEventListener("pageshow", shownAgain);
  }, []);

  const create = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    const initiator = initiatorId(browserShelf, randomId);
    const creating = { api: createApiClient(), keys, initiator, launch: telegramLaunch(location.hash, tabShelf) };
    try {
      const result = await createCall({ idempotencyKey: idempotencyKey.current, relayOnly }, creating);
      if ("created" in result) location.assign(enterCreated(result.created, joinMemory(tabShelf)));
      else setKeyWanted(result.keyWanted);
      setBusy("created" in result);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  const click = (): void => {
    if (failure?.code !== "network") idempotencyKey.current = randomId();
    void create();
  };
  const giveKey = (key: string, where: "tab" | "browser"): void => {
    keys.keep(key, where);
    setKeyWanted(undefined);
    void create();
  };

  return (
    <div class="stack">
      <Button kind="primary" wide icon={<Video />} busy={busy} onPress={click}>
        {busy ? t("start.creating") : t("start.create")}
      </Button>
      {failure !== undefined && (
        <p class="failure" role="alert">
          {problemWords(failure)}
        </p>
      )}
      <details class="options">
        <summary>
          {t("start.options")}
          <ChevronDown class="options-arrow" />
        </summary>
        <CheckField label={t("start.relayOnly")} hint={t("start.relayOnly.hint")} checked={relayOnly} onChange={setRelayOnly} />
      </details>
      {keyWanted !== undefined && <KeyDialog refused={keyWanted === "again"} onKey={giveKey} onClose={() => setKeyWanted(undefined)} />}
    </div>
  );
}
