import { Component, type ComponentChildren } from "preact";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";

interface CrashGuardProps {
  readonly children: ComponentChildren;
}

/** Where a page breaks it says so and offers a reload, which leads back into a call. */
export class CrashGuard extends Component<CrashGuardProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render({ children }: CrashGuardProps) {
    if (!this.state.broken) return children;
    return (
      <main class="broken">
        <h1>{t("reason.internal_error.title")}</h1>
        <Button kind="primary" onPress={() => location.reload()}>
          {t("action.reload")}
        </Button>
      </main>
    );
  }
}
