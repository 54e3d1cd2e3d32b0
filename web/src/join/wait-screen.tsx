import { PageHeader } from "../ui/page-header.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { useTitle } from "../ui/use-title.ts";
import "./screen.css";

/** A page that waits for an answer. */
export function WaitScreen({ words }: { readonly words: string }) {
  useTitle(`${words} · TGCall`);
  return (
    <div class="page">
      <PageHeader />
      <main class="screen">
        <p class="screen-wait" role="status">
          <Spinner />
          {words}
        </p>
      </main>
    </div>
  );
}
