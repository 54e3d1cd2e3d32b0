import { NetworkError } from "@tgcall/client";
import type { Invite } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { callId, fakeApi, invite } from "../testing/fake-api.ts";
import { codeLife } from "./code-life.ts";
import { InviteOffer } from "./invite-offer.ts";

function openOffer(api = fakeApi(), known: Invite | undefined = invite) {
  const kept: Invite[] = [];
  return { api, kept, offer: new InviteOffer({ api, callId, token: "t", known, keep: (fresh) => void kept.push(fresh) }) };
}

describe("an invite", () => {
  test("is used when somebody new comes, once", () => {
    const { offer } = openOffer();
    offer.meet([]);
    expect(offer.view.value.used).toBe(false);

    offer.meet(["bob"]);

    expect(offer.view.value.used).toBe(true);
  });

  test("is fresh again after a new code, whoever is there already", async () => {
    const { offer, kept } = openOffer();
    offer.meet(["bob"]);

    await offer.renew();
    offer.meet(["bob"]);

    expect(offer.view.value).toEqual({ invite, used: false, busy: false, failure: undefined });
    expect(kept).toEqual([invite]);
  });

  test("is asked for once at a time", async () => {
    const { offer, api } = openOffer(fakeApi(), undefined);

    await Promise.all([offer.renew(), offer.renew()]);

    expect(api.asked).toEqual([["invite", callId, "t"]]);
  });

  test("stays when no new one can be had, and tells why", async () => {
    const { offer } = openOffer(fakeApi({ invite: () => Promise.reject(new NetworkError("no answer")) }));

    await offer.renew();

    expect(offer.view.value).toEqual({ invite, used: false, busy: false, failure: { code: "network" } });
  });
});

describe("the life of a code", () => {
  const expiresAt = Date.parse(invite.codeExpiresAt);

  test("runs down, then it has expired", () => {
    expect(codeLife({ invite, used: false }, expiresAt - 5_000)).toEqual({ state: "valid", leftMs: 5_000 });
    expect(codeLife({ invite, used: false }, expiresAt)).toEqual({ state: "expired" });
  });

  test("ends when it is used", () => {
    expect(codeLife({ invite, used: true }, 0)).toEqual({ state: "used" });
  });
});
