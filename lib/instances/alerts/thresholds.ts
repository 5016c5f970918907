import type { AlertLevel } from "./alert.ts";

/** What is measured against thresholds. */
export const METRICS = ["cell_load", "dossier_size", "jobs_parked", "jobs_late"] as const;
/** What is measured against thresholds. */
export type Metric = (typeof METRICS)[number];

/** From which figure on something is to be watched, and from which it is critical. */
export interface Threshold {
  readonly warning: number;
  readonly critical: number;
}

/** The program's own thresholds, with what is counted. */
export const DEFAULT_THRESHOLDS: Readonly<
  Record<Metric, Threshold & { readonly label: string; readonly unit: string }>
> = {
  cell_load: { label: "Cellule : part de sa limite la plus proche", unit: "%", warning: 65, critical: 90 },
  dossier_size: { label: "Dossier : part de sa place", unit: "%", warning: 80, critical: 95 },
  jobs_parked: { label: "File : travaux garés", unit: "travaux", warning: 1, critical: 10 },
  jobs_late: { label: "File : attente du plus ancien travail", unit: "minutes", warning: 15, critical: 60 },
};

/** How bad a figure is, or null while it is under both. */
export function levelOf(figure: number, { warning, critical }: Threshold): AlertLevel | null {
  if (figure >= critical) return "critical";
  return figure >= warning ? "warning" : null;
}
