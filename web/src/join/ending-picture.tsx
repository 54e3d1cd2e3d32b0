import { CloudOff, Hourglass, Link2Off, type LucideIcon, MonitorSmartphone, PhoneOff, Users, UserX } from "lucide-preact";
import type { EndingReason } from "./ending.ts";

const pictures: { readonly [R in EndingReason]?: LucideIcon } = {
  removed: UserX,
  kicked: UserX,
  replaced: MonitorSmartphone,
  call_full: Users,
  rate_limited: Hourglass,
  network: CloudOff,
  store_unavailable: CloudOff,
  draining: CloudOff,
  internal_error: CloudOff,
  token_invalid: Link2Off,
  token_expired: Link2Off,
  code_not_found: Link2Off,
  call_not_found: Link2Off,
  nowhere: Link2Off,
};

/** A picture of the reason; a decoration, the words stand below. */
export function EndingPicture({ reason }: { readonly reason: EndingReason }) {
  const Icon = pictures[reason] ?? PhoneOff;
  return (
    <span class="screen-picture" aria-hidden="true">
      <Icon />
    </span>
  );
}
