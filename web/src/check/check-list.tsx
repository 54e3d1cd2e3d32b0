import { CircleAlert, CircleCheck, CircleDashed, CircleX, type LucideIcon } from "lucide-preact";
import type { JSX } from "preact";
import { t } from "../texts/t.ts";
import { Spinner } from "../ui/spinner.tsx";
import type { CheckRow } from "./check-row.ts";
import type { CheckStatus } from "./verdict.ts";

const icons: Readonly<Record<Exclude<CheckStatus, "running">, LucideIcon>> = {
  waiting: CircleDashed,
  good: CircleCheck,
  warning: CircleAlert,
  bad: CircleX,
};

interface CheckListProps {
  readonly rows: readonly CheckRow[];
  /** Shown in the microphone's row while it is listened to. */
  readonly meter: JSX.Element;
}

/** The rows of the diagnostics, each with its state and its words. */
export function CheckList({ rows, meter }: CheckListProps) {
  return (
    <ul class="check-list panel" aria-label={t("check.results")}>
      {rows.map((row) => (
        <li key={row.id} class={`check-row ${row.status}`} data-check={row.id}>
          <StatusIcon status={row.status} />
          <div>
            <h2>
              {row.title()}
              <span class="visually-hidden">: {t(`check.status.${row.status}`)}</span>
            </h2>
            {row.words !== undefined && <p>{row.words()}</p>}
            {row.id === "microphone" && row.status === "running" && meter}
          </div>
        </li>
      ))}
    </ul>
  );
}

function StatusIcon({ status }: { readonly status: CheckStatus }) {
  if (status === "running") return <Spinner />;
  const Icon = icons[status];
  return <Icon class="check-icon" aria-hidden="true" />;
}
