import { type Dashboard, readDashboard } from "../../lib/reports/mod.ts";
import { Actions, ButtonLink, Figures, type JSX, PageHead, Pair } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { FirstStepsCard, ReceivablesCard } from "./dashboard_cards.tsx";
import { MonthsCard, YearsCard } from "./dashboard_charts.tsx";
import { figuresOf } from "./dashboard_figures.tsx";
import { DossierPage } from "./frame.tsx";
import { may, slugOf } from "./here.tsx";

export const dashboardRoutes: Routes = { "GET /d/:slug": show };

/** The first page of a dossier: what waits, what is late, what was earned; the first steps of a new one. */
async function show(c: DossierContext): Promise<Response> {
  const dashboard = await readDashboard(c.get("ctx"));
  return respond(c, { json: () => dashboard, page: () => <DashboardPage c={c} dashboard={dashboard} /> });
}

function DashboardPage({ c, dashboard }: { c: DossierContext; dashboard: Dashboard }): JSX.Element {
  const { invoices, turnover, firstSteps } = dashboard;
  const figures = figuresOf(c, dashboard);
  return (
    <DossierPage c={c} title="Tableau de bord">
      <PageHead title="Tableau de bord" actions={<NewDocuments c={c} isNew={firstSteps !== null} />} />
      {firstSteps ? <FirstStepsCard c={c} steps={firstSteps} /> : null}
      {figures.length > 0 ? <Figures figures={figures} /> : null}
      {invoices && invoices.open.count > 0
        ? (
          <Pair>
            <ReceivablesCard c={c} which="toChase" invoices={invoices} />
            <ReceivablesCard c={c} which="awaiting" invoices={invoices} />
          </Pair>
        )
        : null}
      {turnover && hasEarned(dashboard)
        ? (
          <Pair>
            <MonthsCard turnover={turnover} />
            <YearsCard turnover={turnover} today={c.get("ctx").today} />
          </Pair>
        )
        : null}
    </DossierPage>
  );
}

/** What one comes to make; while the first steps are shown, they lead the way. */
function NewDocuments({ c, isNew }: { c: DossierContext; isNew: boolean }): JSX.Element | null {
  const slug = slugOf(c);
  if (isNew) return null;
  return (
    <Actions>
      {may(c, "quotes:write")
        ? <ButtonLink icon="quote" href={paths.newDocument(slug, "quote")}>Nouveau devis</ButtonLink>
        : null}
      {may(c, "invoices:write")
        ? <ButtonLink kind="primary" icon="plus" href={paths.newDocument(slug, "invoice")}>Nouvelle facture</ButtonLink>
        : null}
    </Actions>
  );
}

function hasEarned({ turnover }: Dashboard): boolean {
  return [...turnover?.months ?? [], ...turnover?.thisYear ?? []].some((month) => month.netCents !== 0n);
}
