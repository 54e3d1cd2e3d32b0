import type { Notices } from "./notices.ts";

/** What happened lately; a screen reader hears each once, when it is free. */
export function NoticeList({ notices }: { readonly notices: Notices }) {
  return (
    <div class="notices" role="log" aria-live="polite" aria-relevant="additions">
      {notices.list.value.map(({ id, words }) => (
        <p key={id} class="notice">
          {words()}
        </p>
      ))}
    </div>
  );
}
