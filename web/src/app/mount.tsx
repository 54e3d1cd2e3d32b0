import { type ComponentType, render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import { CrashGuard } from "./crash-guard.tsx";
import { restoreLanguage } from "./language.ts";
import { browserShelf } from "./shelves.ts";
import { restoreTheme } from "./theme.ts";

/** Shows a page in its theme and language; when its texts cannot be loaded it says so in both. */
export async function mount(Page: ComponentType): Promise<void> {
  const root = document.getElementById("app") ?? document.body;
  restoreTheme(browserShelf, document.documentElement);
  try {
    await restoreLanguage();
  } catch {
    root.textContent = "This page could not be loaded. Please reload. Страница не загрузилась, обновите её.";
    return;
  }
  render(
    <CrashGuard>
      <Page />
    </CrashGuard>,
    root,
  );
}
