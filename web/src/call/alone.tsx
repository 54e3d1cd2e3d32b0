import { InviteCard } from "../invite/invite-card.tsx";
import type { InviteOffer } from "../invite/invite-offer.ts";
import { t } from "../texts/t.ts";
import type { LiveCall } from "./live-call.ts";
import { SelfTile } from "./self-tile.tsx";

interface AloneProps {
  readonly live: LiveCall;
  readonly offer: InviteOffer | undefined;
}

/** Waiting for the others; the initiator can pass the invite on meanwhile. */
export function Alone({ live, offer }: AloneProps) {
  const invites = offer !== undefined && live.view.value.self?.role === "initiator";
  return (
    <main class={`alone${invites ? " inviting" : ""}`}>
      <SelfTile live={live} />
      <section class="alone-side" aria-labelledby="alone-title">
        <h2 id="alone-title">{t("call.waiting")}</h2>
        <p class="muted">{t("call.waiting.text")}</p>
        {invites && <InviteCard offer={offer} />}
      </section>
    </main>
  );
}
