import { formatOneTimeCode, parseOneTimeCode } from "@tgcall/protocol";
import { Check, Copy, RefreshCw, Share2 } from "lucide-preact";
import { formatDuration } from "../call/duration.ts";
import { problemWords } from "../join/problem-words.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import { useCopy } from "../ui/use-copy.ts";
import { useNow } from "../ui/use-now.ts";
import { codeLife } from "./code-life.ts";
import type { InviteOffer } from "./invite-offer.ts";
import "./invite.css";

/** What the initiator passes on: link, one-time code and QR code, renewed when the code is used or expired. */
export function InviteCard({ offer }: { readonly offer: InviteOffer }) {
  const { invite, busy, failure } = offer.view.value;
  const life = codeLife(offer.view.value, useNow());
  const renew = (): void => void offer.renew();
  return (
    <div class="invite">
      <p class="muted">{t("invite.text")}</p>
      {invite !== undefined && life.state === "valid" && (
        <>
          <p class="invite-code">
            <span class="visually-hidden">{t("invite.code")}: </span>
            <strong>{readable(invite.code)}</strong>
            <span class="note">{t("invite.left", { time: formatDuration(life.leftMs) })}</span>
          </p>
          <InviteLink link={invite.inviteUrl} />
          <figure class="invite-qr">
            <QrCode text={invite.inviteUrl} label={t("invite.qr")} />
            <figcaption class="note">{t("invite.qr.hint")}</figcaption>
          </figure>
        </>
      )}
      {invite !== undefined && life.state !== "valid" && <p class="invite-over">{t(`invite.${life.state}`)}</p>}
      {failure !== undefined && (
        <p class="failure" role="alert">
          {problemWords(failure)}
        </p>
      )}
      <Button kind={life.state === "valid" ? "quiet" : "primary"} wide icon={<RefreshCw />} busy={busy} onPress={renew}>
        {invite === undefined ? t("invite.make") : t("invite.renew")}
      </Button>
    </div>
  );
}

function InviteLink({ link }: { readonly link: string }) {
  const [copied, copy] = useCopy();
  const share = (): void => {
    // Closing the share sheet rejects, and needs no answer.
    navigator.share({ text: t("invite.share.text"), url: link }).catch(() => {});
  };
  return (
    <div class="invite-link">
      <input type="text" readOnly value={link} aria-label={t("invite.link")} onFocus={({ currentTarget }) => currentTarget.select()} />
      <Button kind="primary" icon={copied ? <Check /> : <Copy />} onPress={() => copy(link)}>
        {copied ? t("invite.copied") : t("invite.copy")}
      </Button>
      {"share" in navigator && (
        <Button icon={<Share2 />} onPress={share}>
          {t("invite.share")}
        </Button>
      )}
      <span class="visually-hidden" role="status">
        {copied ? t("invite.copied") : ""}
      </span>
    </div>
  );
}

function readable(code: string): string {
  const parsed = parseOneTimeCode(code);
  return parsed === undefined ? code : formatOneTimeCode(parsed);
}
