import { useState } from "preact/hooks";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { CheckField } from "../ui/check-field.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/text-field.tsx";

interface KeyDialogProps {
  /** The last key was not accepted. */
  readonly refused: boolean;
  readonly onKey: (key: string, where: "tab" | "browser") => void;
  readonly onClose: () => void;
}

/** Asks for the API key of a closed installation. */
export function KeyDialog({ refused, onKey, onClose }: KeyDialogProps) {
  const [key, setKey] = useState("");
  const [remember, setRemember] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (key.trim() !== "") onKey(key.trim(), remember ? "browser" : "tab");
  };
  return (
    <Dialog title={t("key.title")} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <p class="muted">{t("key.text")}</p>
        <TextField label={t("key.field")} secret value={key} mistake={refused ? t("key.again") : undefined} onInput={setKey} />
        <CheckField label={t("key.remember")} checked={remember} onChange={setRemember} />
        <div class="actions">
          <Button onPress={onClose}>{t("page.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("key.submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
