import { askErasure, type Erasure, lastErasableYearEnd, listErasures } from "../../lib/access/operator.ts";
import { dayOf } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { type Life, viewLife } from "../../lib/instances/operator.ts";
import {
  Button,
  Card,
  DateField,
  Form,
  type FormState,
  formState,
  type JSX,
  PageHead,
  State,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { ErasureTable } from "./erasure_parts.tsx";
import { STATES } from "./instances.tsx";

interface View {
  readonly life: Life;
  readonly erasures: readonly Erasure[];
}

const asking = subjectPage<View, "ask">({
  load: async (c) => {
    const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
    const [{ life }, erasures] = await Promise.all([viewLife(ctx, tenantId), listErasures(ctx, tenantId)]);
    return { life, erasures };
  },
  draw: AskPage,
  home: (c) => paths.erasures(idParam(c, "dossier")),
  json: ({ erasures }) => ({ erasures }),
});

/** The erasures of contents of one dossier, and the form that asks for one while none is under way. */
export const routes: Routes = {
  "GET /dossiers/:dossier/effacements": asking.show,
  "POST /dossiers/:dossier/effacements": asking.act("ask", (c, form) => {
    const typed = { reason: form.text("reason"), until: form.text("until") };
    return askErasure(operatorCtx(c), c.get("operator"), { tenantId: idParam(c, "dossier"), ...typed });
  }, (c) => ({ goTo: (id) => paths.erasure({ tenantId: idParam(c, "dossier"), id }), json: (id) => ({ id }) })),
};

function AskPage({ c, view: { life, erasures }, refused }: SubjectProps<View, "ask">): JSX.Element {
  const isUnderWay = erasures.some(({ endedAt }) => endedAt === null);
  const isOffered = !isUnderWay && may(c, "POST /dossiers/:dossier/effacements");
  const proposed = formState({ until: lastErasableYearEnd(dayOf(c.get("now"))) });
  return (
    <ConsolePage c={c} title={`Effacements de ${life.companyName}`}>
      <PageHead
        title="Effacements de contenus"
        back={{ label: life.companyName, href: paths.instance(life.tenantId) }}
        mark={<State {...STATES[life.state]} />}
        lead="Contenus scellés dont la durée de conservation est passée."
      />
      {isOffered ? null : <RefusedAct refused={refused} />}
      {erasures.length > 0 || !isOffered ? <ErasureTable erasures={erasures} /> : null}
      {isOffered ? <AskCard tenantId={life.tenantId} form={stateOf(refused, "ask") ?? proposed} /> : null}
    </ConsolePage>
  );
}

function AskCard({ tenantId, form }: { tenantId: Uuid; form: FormState }): JSX.Element {
  return (
    <Card title="Demander un effacement">
      <p>
        Le contenu des enregistrements scellés de plus de dix ans peut disparaître une fois archivé ; leurs empreintes
        et leurs signatures restent, et le journal se vérifie toujours. Une autre personne de l’équipe décide.
      </p>
      <Form action={paths.erasures(tenantId)} state={form}>
        <DateField
          name="until"
          label="Dernier jour à effacer"
          hint="Le dernier jour d’un exercice clos depuis plus de dix ans."
          form={form}
        />
        <ReasonField state={form} more="Dites qui le demande et sur quel fondement." />
        <Button kind="danger">Demander l’effacement</Button>
      </Form>
    </Card>
  );
}
