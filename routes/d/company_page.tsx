// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type Company,
  completeness,
  type Gap,
  getCompany,
  type ModuleName,
  modulesOn,
  type PendingIban,
} from "../../lib/company/mod.ts";
import { Banner, ErrorSummary, fieldId, type FormState, type JSX, PageHead, Split } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { IbanWaiting, loadPendingIban, mayConfirmByKey } from "./company_iban.tsx";
import { LogoCard, ModulesCard, SectionLinks, SettingsFacts } from "./company_cards.tsx";
import { COMPANY_LABELS, CompanyFormCards, companyTexts } from "./company_form.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, may, slugOf, versionToSend, withFieldNames } from "./here.tsx";

const SAYS = {
  entreprise: "Réglages enregistrés. Vos prochains documents les porteront.",
  logo: "Logo enregistré. Il figurera sur vos prochains documents.",
  retrait: "Logo retiré. Les documents déjà émis gardent le leur.",
  iban: "Réglages enregistrés. Le nouvel IBAN attend d’être confirmé ; vos documents portent encore l’ancien.",
  accord: "Le nouvel IBAN est confirmé. Vos prochains documents le porteront, et vos clients récents en sont avertis.",
  refus: "Le changement d’IBAN est refusé. Vos documents gardent le leur.",
  module: "C’est fait. Rien n’est effacé : un module réactivé retrouve tout.",
};

/** What the page shows. */
export interface CompanyView {
  readonly company: Company;
  readonly gaps: readonly Gap[];
  readonly modules: ReadonlySet<ModuleName>;
  readonly pending: PendingIban | null;
  readonly hasKey: boolean;
}

/** Reads what the page shows. */
export async function loadCompany(c: DossierContext): Promise<CompanyView> {
  const ctx = c.get("ctx");
  const [company, modules, pending] = await Promise.all([getCompany(ctx), modulesOn(ctx), loadPendingIban(c)]);
  const hasKey = pending !== null && await mayConfirmByKey(c, pending);
  return { company, modules, pending, hasKey, gaps: completeness(company) };
}

/** The settings of the company; `state`, `logoState` and `ibanState` are those of the form that was refused. */
export function CompanyPage({ c, view, state, logoState, ibanState }: {
  c: DossierContext;
  view: CompanyView;
  state?: FormState;
  logoState?: FormState;
  ibanState?: FormState;
}): JSX.Element {
  const { company, gaps, modules, pending, hasKey } = view;
  const canWrite = may(c, "company:write");
  const form = withFieldNames(formOver(companyTexts(company), state), COMPANY_LABELS);
  return (
    <DossierPage c={c} title="Entreprise" scripts={hasKey ? ["passkeys.js"] : []}>
      <Done c={c} says={SAYS} />
      <PageHead title="Entreprise" lead="Ce qui figure sur vos devis et vos factures." />
      <ErrorSummary issues={ibanState ? ibanState.issues : []} />
      {pending ? <IbanWaiting c={c} pending={pending} hasKey={hasKey} state={ibanState} /> : null}
      {state ? null : <Gaps gaps={gaps} canMend={canWrite} />}
      <SectionLinks />
      <Split
        aside={
          <>
            <LogoCard c={c} company={company} state={logoState} />
            <ModulesCard c={c} modules={modules} />
          </>
        }
      >
        {canWrite
          ? (
            <CompanyFormCards
              form={form}
              action={paths.company(slugOf(c))}
              version={versionToSend(state, company.version)}
              year={Number(c.get("ctx").today.slice(0, 4))}
            />
          )
          : <SettingsFacts texts={form.values} />}
      </Split>
    </DossierPage>
  );
}

/** What is missing before one may issue, and what would be better; each leads to its field. */
function Gaps({ gaps, canMend }: { gaps: readonly Gap[]; canMend: boolean }): JSX.Element | null {
  const blocking = gaps.filter((gap) => gap.severity === "blocking");
  const advice = gaps.filter((gap) => gap.severity === "advice");
  return (
    <>
      {blocking.length > 0
        ? (
          <Banner kind="warning" title={titleOf(blocking.length)}>
            <GapList gaps={blocking} canMend={canMend} />
          </Banner>
        )
        : null}
      {advice.length > 0
        ? (
          <Banner kind="info" title={blocking.length > 0 ? "Conseillé aussi" : "Vous pouvez émettre. Conseillé :"}>
            <GapList gaps={advice} canMend={canMend} />
          </Banner>
        )
        : null}
    </>
  );
}

function titleOf(count: number): string {
  return count === 1 ? "Un point à compléter avant d’émettre" : `${count} points à compléter avant d’émettre`;
}

function GapList({ gaps, canMend }: { gaps: readonly Gap[]; canMend: boolean }): JSX.Element {
  return (
    <ul>
      {gaps.map(({ field, sentence }) => <li>{canMend ? <a href={`#${fieldId(field)}`}>{sentence}</a> : sentence}</li>)}
    </ul>
  );
}
