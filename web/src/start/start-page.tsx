import { Activity, Link2, RefreshCw, ShieldCheck } from "lucide-preact";
import type { JSX } from "preact";
import { t } from "../texts/t.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { useTitle } from "../ui/use-title.ts";
import { CallPicture } from "./call-picture.tsx";
import { CreateCall } from "./create-call.tsx";
import { EnterCall } from "./enter-call.tsx";
import "./start.css";

/** Starts a call, or takes a code or a link to one. */
export function StartPage() {
  useTitle(t("start.title"));
  return (
    <div class="page start">
      <PageHeader />
      <main>
        <div class="hero">
          <div class="hero-words">
            <h1>{t("start.heading")}</h1>
            <p class="lead">{t("start.lead")}</p>
            <div class="panel start-panel">
              <CreateCall />
              <p class="or">
                <span>{t("start.or")}</span>
              </p>
              <EnterCall />
            </div>
          </div>
          <CallPicture />
        </div>
        <ul class="points">
          <Point icon={<ShieldCheck />} title={t("start.point.direct")} text={t("start.point.direct.text")} />
          <Point icon={<Link2 />} title={t("start.point.once")} text={t("start.point.once.text")} />
          <Point icon={<RefreshCw />} title={t("start.point.stays")} text={t("start.point.stays.text")} />
        </ul>
      </main>
      <footer class="start-footer">
        <a href="/check">
          <Activity />
          {t("start.check")}
        </a>
      </footer>
    </div>
  );
}

function Point({ icon, title, text }: { readonly icon: JSX.Element; readonly title: string; readonly text: string }) {
  return (
    <li class="point">
      <span class="point-icon" aria-hidden="true">
        {icon}
      </span>
      <div>
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
    </li>
  );
}
