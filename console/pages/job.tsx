import {
  orderJob,
  type ParkedJob,
  type ParkedJobKey,
  type ParkedJobView,
  viewParkedJob,
} from "../../lib/instances/operator.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  Facts,
  Form,
  InstantText,
  type JSX,
  PageHead,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, type OperatorContext, operatorCtx, type Routes } from "../handler.ts";
import { ORDER_STATES, ORDER_WORDS, placeWords, standingOf } from "../job_words.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { countText } from "../words.ts";

const job = subjectPage<ParkedJobView, "order">({
  load: (c) => viewParkedJob(operatorCtx(c), keyOf(c)),
  draw: JobPage,
  home: (c) => paths.job(keyOf(c)),
});

/** One parked job: what failed, and how it is tried again or dropped. */
export const routes: Routes = {
  "GET /travaux/:place/:dossier/:job": job.show,
  "POST /travaux/:place/:dossier/:job": job.act("order", (c, form) => {
    const asked = { act: form.text("act"), reason: form.text("reason") };
    return orderJob(operatorCtx(c), c.get("operator"), { ...keyOf(c), ...asked });
  }),
};

function keyOf(c: OperatorContext): ParkedJobKey {
  return { place: c.req.param("place") ?? "", tenantId: idParam(c, "dossier"), id: idParam(c, "job") };
}

function JobPage({ c, view, refused }: SubjectProps<ParkedJobView, "order">): JSX.Element {
  const { job, orders, downSince } = view, key = keyOf(c);
  const isOffered = job !== null && job.ordered === null && may(c, "POST /travaux/:place/:dossier/:job");
  return (
    <ConsolePage c={c} title="Travail garé">
      <PageHead
        title={job?.kind ?? "Travail"}
        back={{ label: "Travaux", href: paths.jobs() }}
        mark={job ? <State {...standingOf(job)} /> : null}
        lead="Ce qu’il contient n’est pas visible ici."
      />
      {isOffered ? null : <RefusedAct refused={refused} />}
      <Standing view={view} place={key.place} />
      {job ? <Brief job={job} /> : null}
      {isOffered
        ? <OrderCard path={paths.job(key)} state={stateOf(refused, "order")} isSilent={downSince !== null} />
        : null}
      {orders.length > 0 ? <Orders orders={orders} /> : null}
    </ConsolePage>
  );
}

/** Whether it waits for somebody, for its cell, or no more. */
function Standing(
  { view: { job, downSince }, place }: { view: ParkedJobView; place: string },
): JSX.Element | null {
  if (job === null) return <Banner kind="info">Ce travail n’attend plus.</Banner>;
  if (downSince !== null) {
    return (
      <Banner kind="warning" title={`${placeWords(place)} ne répond pas.`}>
        <p>
          Depuis le <InstantText instant={downSince} />. Ce qui est montré est le dernier relevé
          {job.ordered === null ? "" : " ; ce qui a été demandé sera fait dès qu’elle répondra"}.
        </p>
      </Banner>
    );
  }
  if (job.ordered === null) return null;
  return (
    <Banner kind="info">
      {`${ORDER_WORDS[job.ordered]} demandée : la console la porte à la cellule. Rechargez la page dans un instant.`}
    </Banner>
  );
}

function Brief({ job }: { job: ParkedJob }): JSX.Element {
  const { tenantId, companyName, place, attempts, createdAt, sampledAt } = job;
  return (
    <Card title="En bref">
      <Facts
        facts={[
          { term: "Dossier", value: companyName === null ? "–" : <a href={paths.instance(tenantId)}>{companyName}</a> },
          { term: "Où", value: placeWords(place) },
          { term: "Demandé le", value: <InstantText instant={createdAt} /> },
          { term: "Essais", value: countText(attempts) },
          { term: "Première erreur", value: failureText(job.firstFailure, job.firstFailedAt) },
          { term: "Dernière erreur", value: failureText(job.lastFailure, job.lastFailedAt) },
          ...(sampledAt === null ? [] : [{ term: "Relevé le", value: <InstantText instant={sampledAt} /> }]),
        ]}
      />
    </Card>
  );
}

function failureText(failure: string | null, at: ParkedJob["lastFailedAt"]): JSX.Element {
  if (failure === null) return <>inconnue</>;
  return at === null ? <code>{failure}</code> : (
    <>
      <code>{failure}</code>, le <InstantText instant={at} />
    </>
  );
}

function OrderCard(
  { path, state, isSilent }: { path: string; state: ReturnType<typeof stateOf>; isSilent: boolean },
): JSX.Element {
  return (
    <Card title="Que faire ?">
      <Form action={path} state={state}>
        <p>
          Relancé, il repart de zéro essai. Abandonné, il ne sera plus jamais essayé : ce qu’il devait faire ne sera pas
          fait.{isSilent ? " Rien ne peut être demandé tant que la cellule ne répond pas." : ""}
        </p>
        <ReasonField state={state} />
        <Actions>
          <Button kind="primary" name="act" value="retry">Relancer</Button>
          <Button kind="danger" name="act" value="drop">Abandonner</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Orders({ orders }: { orders: ParkedJobView["orders"] }): JSX.Element {
  return (
    <Card title="Ce qui a été demandé" flush>
      <Table
        caption="Ce qui a été demandé de ce travail"
        columns={[
          { label: "Demande", cell: ({ act }) => ORDER_WORDS[act] },
          { label: "État", cell: ({ state }) => <State {...ORDER_STATES[state]} />, card: "aside" },
          { label: "Par", cell: ({ askedByName }) => askedByName, grow: true },
          { label: "Demandé le", cell: ({ askedAt }) => <InstantText instant={askedAt} /> },
          { label: "Fini le", cell: ({ endedAt }) => endedAt === null ? "–" : <InstantText instant={endedAt} /> },
        ]}
        rows={orders}
      />
    </Card>
  );
}
