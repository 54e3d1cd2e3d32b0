import { t } from "../texts/t.ts";
import { Appearance } from "./appearance.tsx";
import { Logo } from "./logo.tsx";

/** The top of every page but the call. */
export function PageHeader() {
  return (
    <header class="page-header">
      <a href="/" aria-label={t("page.home")}>
        <Logo />
      </a>
      <Appearance />
    </header>
  );
}
