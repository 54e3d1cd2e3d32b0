import { ArrowRight } from "lucide-preact";
import { useState } from "preact/hooks";
import { randomId } from "../app/random-id.ts";
import { tabShelf } from "../app/shelves.ts";
import { takeSecret } from "../join/arrive.ts";
import { joinMemory } from "../join/join-record.ts";
import { readTypedInvite, type TypedMistake, toFragment } from "../join/typed-invite.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";

/** Takes a code, a join token or a link to the call that it opens. */
export function EnterCall() {
  const [typed, setTyped] = useState("");
  const [mistake, setMistake] = useState<TypedMistake>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const secret = readTypedInvite(typed);
    if (typeof secret === "string") {
      setMistake(secret);
      return;
    }
    takeSecret(toFragment(secret), { memory: joinMemory(tabShelf), randomId });
    location.assign("/join");
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={t("start.field")}
        hint={t("start.field.hint")}
        value={typed}
        mistake={mistake && t(`start.mistake.${mistake}`)}
        onInput={(value) => {
          setTyped(value);
          setMistake(undefined);
        }}
        action={
          <Button type="submit" icon={<ArrowRight />}>
            {t("start.join")}
          </Button>
        }
      />
    </form>
  );
}
