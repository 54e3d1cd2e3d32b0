import { type CallView, limits } from "@tgcall/protocol";
import { LogIn } from "lucide-preact";
import { currentLocale, t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/screen-heading.tsx";
import { TextField } from "../ui/text-field.tsx";

interface JoinPanelProps {
  readonly name: string;
  /** Who else is in the call; absent while unknown. */
  readonly others: CallView["peers"] | undefined;
  readonly onName: (name: string) => void;
  readonly onJoin: () => void;
}

/** The name, who is there already, and the way in. */
export function JoinPanel({ name, others, onName, onJoin }: JoinPanelProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onJoin();
  };
  return (
    <form class="panel stack" onSubmit={submit}>
      <div>
        <ScreenHeading>{t("lobby.title")}</ScreenHeading>
        <p class="lobby-others" aria-live="polite">
          {others === undefined ? "\u00a0" : presentWords(others)}
        </p>
      </div>
      <TextField
        label={t("lobby.name")}
        hint={t("lobby.name.hint")}
        value={name}
        maxLength={limits.maxNameLength}
        autocomplete="name"
        onInput={onName}
      />
      <Button kind="primary" type="submit" wide icon={<LogIn />}>
        {t("lobby.join")}
      </Button>
    </form>
  );
}

function presentWords(others: CallView["peers"]): string {
  if (others.length === 0) return t("lobby.alone");
  const names = others.map(({ name }) => name || t("call.guest"));
  return t("lobby.present", { names: new Intl.ListFormat(currentLocale(), { type: "conjunction" }).format(names) });
}
