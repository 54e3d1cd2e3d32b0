import { t } from "../texts/t.ts";
import { bad, good, type Verdict, warning } from "./verdict.ts";

/** What this browser offers to a call. */
export interface BrowserAbilities {
  readonly secure: boolean;
  readonly devices: boolean;
  readonly peerConnection: boolean;
  readonly screenShare: boolean;
}

/** Asks the browser what it offers. */
export function browserAbilities(): BrowserAbilities {
  const devices: Partial<MediaDevices> | undefined = (navigator as Partial<Navigator>).mediaDevices;
  return {
    secure: isSecureContext,
    devices: devices?.getUserMedia !== undefined,
    peerConnection: "RTCPeerConnection" in globalThis,
    screenShare: devices?.getDisplayMedia !== undefined,
  };
}

/** Whether a call can take place in this browser at all. */
export function browserVerdict({ secure, devices, peerConnection, screenShare }: BrowserAbilities): Verdict {
  if (!peerConnection) return bad(() => t("check.browser.noWebrtc"));
  if (!secure) return bad(() => t("check.browser.insecure"));
  if (!devices) return bad(() => t("check.browser.noDevices"));
  if (!screenShare) return warning(() => t("check.browser.noScreen"));
  return good(() => t("check.browser.good"));
}
