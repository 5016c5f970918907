import { groupThousands } from "../base/money.ts";
import type { JSX } from "./jsx.ts";

/** Long work: an honest figure, what is being done, and that one may leave. `total` absent while unknown. */
export function Progress(
  { label, done, total, detail }: {
    readonly label: string;
    readonly done: number;
    readonly total?: number | undefined;
    readonly detail?: string | undefined;
  },
): JSX.Element {
  const words = total === undefined ? `${figure(done)} faits` : `${figure(done)} sur ${figure(total)}`;
  return (
    <div class="progress">
      <p class="progress-label">
        <span>{label}</span> <span class="amount">{words}</span>
      </p>
      <progress value={total === undefined ? undefined : done} max={total ?? 1} aria-label={label}>{words}</progress>
      <p class="hint">{detail ?? "Vous pouvez quitter cette page, le travail continue."}</p>
    </div>
  );
}

function figure(count: number): string {
  return groupThousands(String(count));
}
