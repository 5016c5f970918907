// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Archive } from "../../lib/archives/mod.ts";
import { formatDate, type IsoInstant } from "../../lib/base/dates.ts";
import {
  COOLING_OFF_DAYS,
  findPlan,
  type Life,
  type LifeView,
  type PlannedMove,
  unusedUntil,
} from "../../lib/instances/mod.ts";
import {
  Actions,
  Banner,
  Button,
  ButtonLink,
  Card,
  DateText,
  type Fact,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  RadioGroup,
  State,
  TextArea,
  TextField,
  type Tone,
} from "../../lib/ui/mod.ts";
import { OPEN_WHEN_CLOSED, rightOf, type RouteKey } from "../access.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { isSwitchedOff } from "../modules.ts";
import { paths } from "../paths.ts";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, may, slugOf } from "./here.tsx";

const SAYS = {
  fermeture: "Le dossier est fermé. Vous pouvez le rouvrir d’ici tant que le délai court.",
  reouverture: "Le dossier est rouvert : il est de nouveau ce qu’il était.",
};

interface PageProps {
  readonly c: DossierContext;
  readonly view: LifeView;
  readonly state?: FormState | undefined;
}

/** Where the dossier stands, what is open, what it costs, how to leave. */
export function SubscriptionPage({ c, view: { life, move }, state }: PageProps): JSX.Element {
  const { openness } = c.get("entered").dossier;
  const { word, tone } = wordOf(life, openness);
  return (
    <DossierPage c={c} title="Abonnement" banners={<Done c={c} says={SAYS} />}>
      <PageHead title="Espace abonné" mark={<State word={word} tone={tone} />} lead={LEADS[openness]} />
      <Card title="Où en est votre dossier">
        <Facts facts={factsOf(c, life)} />
        {move === null ? null : <MoveText move={move} timeZone={life.timeZone} now={c.get("ctx").now} />}
        {may(c, "company:read")
          ? (
            <p>
              <a href={paths.size(slugOf(c))}>Voir l’espace utilisé</a>
            </p>
          )
          : null}
        <Acts c={c} life={life} />
      </Card>
      {life.state === "closed" ? <ReopenCard c={c} life={life} state={state} /> : null}
      <ExportCard c={c} />
      <ApplicationsCard c={c} life={life} />
      <Card title="Ma facturation">
        <p>
          Rien ne vous est facturé à ce jour. Quand un abonnement sera en vigueur, ses factures seront toutes ici.
        </p>
      </Card>
    </DossierPage>
  );
}

/** What a change of servers means for the people who work. */
function MoveText(
  { move, timeZone, now }: { readonly move: PlannedMove; readonly timeZone: string; readonly now: IsoInstant },
): JSX.Element {
  const meanwhile = "Le dossier reste ouvert pendant ce temps ; une page peut attendre quelques secondes. " +
    "Vos adresses, vos numéros et les liens déjà envoyés restent les mêmes.";
  return (
    <p>
      {move.from <= now ? "Votre dossier passe en ce moment sur un autre serveur. " : (
        <>
          Votre dossier change de serveur à partir du <InstantText instant={move.from} timeZone={timeZone} />.{" "}
        </>
      )}
      {meanwhile}
    </p>
  );
}

function Acts({ c, life }: { readonly c: DossierContext; readonly life: Life }): JSX.Element | null {
  if (life.state === "closed" || life.state === "copy") return null;
  const isLocked = c.get("entered").dossier.openness !== "open";
  return (
    <Actions>
      {life.state === "trial"
        ? <ButtonLink kind="primary" href={paths.contact()}>Demander l’activation</ButtonLink>
        : null}
      {isLocked && life.state !== "trial"
        ? <ButtonLink kind="primary" href={paths.contact()}>Nous écrire pour le rouvrir</ButtonLink>
        : null}
    </Actions>
  );
}

function ReopenCard(
  { c, life, state }: { readonly c: DossierContext; readonly life: Life; readonly state: FormState | undefined },
): JSX.Element {
  const isMine = c.get("entered").isOwner && life.closedBy === "owner" && life.reopenUntil !== null &&
    c.get("ctx").now < life.reopenUntil;
  return (
    <Card title="Rouvrir le dossier">
      {isMine
        ? (
          <Form action={paths.reopening(slugOf(c))} state={state} hidden={{ id: freshId(c) }}>
            <p>
              Vous pouvez revenir sur la fermeture jusqu’au{" "}
              <InstantText instant={life.reopenUntil!} timeZone={life.timeZone} />. Rien n’aura été perdu.
            </p>
            <Button kind="primary">Rouvrir le dossier</Button>
          </Form>
        )
        : <p>Seul un titulaire rouvre ce qu’un titulaire a fermé, dans le délai. Sinon, écrivez-nous.</p>}
    </Card>
  );
}

interface Export {
  readonly route: RouteKey & `GET /d/:slug${string}`;
  readonly label: string;
}

const EXPORTS: readonly Export[] = [
  {
    route: "GET /d/:slug/abonnement/sortie",
    label: "Archive de sortie : tout le dossier, pour le garder ou changer de logiciel",
  },
  { route: "GET /d/:slug/archives", label: "Archives scellées : tout, avec les fichiers et leurs preuves" },
  { route: "GET /d/:slug/factures/export", label: "Factures (tableau)" },
  { route: "GET /d/:slug/avoirs/export", label: "Avoirs (tableau)" },
  { route: "GET /d/:slug/devis/export", label: "Devis (tableau)" },
  { route: "GET /d/:slug/clients/export", label: "Clients (tableau)" },
  { route: "GET /d/:slug/articles/export", label: "Articles et services (tableau)" },
];

/** What one takes along: open in every state. */
function ExportCard({ c }: { readonly c: DossierContext }): JSX.Element {
  const { modulesOff } = c.get("entered").dossier;
  const open = EXPORTS.filter(({ route }) => OPEN_WHEN_CLOSED.has(route) && !isSwitchedOff(route, modulesOff)).filter((
    { route },
  ) => may(c, rightOf(route)!));
  return (
    <Card title="Emporter vos données">
      {open.length === 0 ? <p>Un administrateur du dossier peut exporter les données, quel que soit son état.</p> : (
        <>
          <p>Ces exports restent ouverts quel que soit l’état du dossier, jusqu’à son effacement.</p>
          <ul class="plain-list">
            {open.map(({ route, label }) => (
              <li>
                <a href={route.slice("GET ".length).replace(":slug", slugOf(c))}>{label}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** SUB-04: the link that closes stands at the top of what one has subscribed to. */
function ApplicationsCard({ c, life }: { readonly c: DossierContext; readonly life: Life }): JSX.Element {
  const plan = life.plan === null ? null : findPlan(life.plan);
  const { isOwner } = c.get("entered");
  return (
    <Card title="Mes applications et options">
      {isOwner && life.state !== "closed" && life.state !== "copy"
        ? (
          <p>
            <a href={paths.closing(slugOf(c))}>Fermer l’instance</a>
          </p>
        )
        : null}
      <Facts facts={[{ term: "Offre", value: plan?.label ?? "Aucune offre choisie" }]} />
      {plan ? <ul>{plan.includes.map((each) => <li>{each}</li>)}</ul> : null}
    </Card>
  );
}

interface ClosingProps extends PageProps {
  /** Archives of everything that are made, the latest first. */
  readonly archives: readonly Archive[];
}

/** The one question of a closing, and what each answer means; for whoever is no owner, that he cannot ask it. */
export function ClosingPage({ c, view: { life }, archives, state }: ClosingProps): JSX.Element {
  const { isOwner } = c.get("entered");
  return (
    <DossierPage c={c} title="Fermer l’instance">
      <PageHead
        title="Fermer l’instance"
        back={{ label: "Espace abonné", href: paths.subscription(slugOf(c)) }}
        lead={`Le dossier de ${life.companyName} se verrouille aussitôt ; vous avez ${COOLING_OFF_DAYS} jours pour le rouvrir.`}
      />
      {isOwner
        ? (
          <>
            <ArchiveCard c={c} archives={archives} />
            <ClosingCard c={c} state={state} />
          </>
        )
        : <Banner kind="warning">Seul un titulaire du dossier peut le fermer.</Banner>}
    </DossierPage>
  );
}

function ArchiveCard({ c, archives }: Pick<ClosingProps, "c" | "archives">): JSX.Element {
  const [latest] = archives;
  return (
    <Card title="Votre archive">
      {!may(c, "sealed_log:archive")
        ? <p>Un administrateur du dossier peut faire l’archive de tout, et vous la remettre.</p>
        : latest === undefined
        ? (
          <p>
            Vous n’avez pas encore d’archive de tout le dossier.{" "}
            <a href={paths.archives(slugOf(c))}>Demandez-en une, « Tout, depuis le début »</a>, et téléchargez-la.
          </p>
        )
        : (
          <p>
            Téléchargez la plus récente, du <DateText date={latest.toOn} /> :{" "}
            <a href={paths.archive(slugOf(c), latest.id)}>voir l’archive et son empreinte</a>.
          </p>
        )}
    </Card>
  );
}

function ClosingCard({ c, state }: Pick<ClosingProps, "c" | "state">): JSX.Element {
  const form = formOver({ ending: "keep" }, state);
  return (
    <Card title="Fermer">
      <Form action={paths.closing(slugOf(c))} state={state} hidden={{ id: form.values["id"] || freshId(c) }}>
        <RadioGroup name="ending" label="Que deviennent vos données ?" options={ENDING_CHOICES} form={form} />
        <TextField
          name="digest"
          label="Début de l’empreinte de l’archive"
          hint="Pour tout effacer seulement : les 8 premiers caractères au moins, lus dans l’archive que vous avez."
          optional
          form={form}
        />
        <TextArea name="reason" label="Pourquoi partez-vous ?" rows={2} maxlength={500} optional form={form} />
        <Button kind="danger">Fermer l’instance</Button>
      </Form>
    </Card>
  );
}

const ENDING_CHOICES = [
  {
    value: "erase",
    label: "J’ai mon archive : effacez tout",
    hint: `Tout peut être effacé ${COOLING_OFF_DAYS} jours après la fermeture, fichiers compris.`,
  },
  {
    value: "keep",
    label: "Gardez-les, fermées",
    hint:
      `Après ${COOLING_OFF_DAYS} jours, votre archive scellée est chiffrée et gardée dix ans, à télécharger ici ; le ` +
      "reste (brouillons, fiches, pièces) est effacé, et les liens envoyés ne s’ouvrent plus.",
  },
];

type Openness = keyof typeof LEADS;

const LEADS = {
  open: "Tout est ouvert.",
  expired: "L’essai est terminé : le dossier est verrouillé, vos données sont gardées et s’exportent.",
  suspended: "Le dossier est suspendu : il est verrouillé, vos données sont gardées et s’exportent.",
  kept: "Le dossier est fermé pour de bon : son archive est gardée.",
  closed: "Le dossier est fermé : vos données s’exportent jusqu’à leur effacement.",
  read_only: "C’est une copie, en lecture seule.",
} as const;

function wordOf({ state }: Life, openness: Openness): { word: string; tone: Tone } {
  if (openness === "expired") return { word: "essai terminé", tone: "due" };
  if (state === "trial") return { word: "en essai", tone: "open" };
  if (state === "suspended") return { word: "suspendu", tone: "due" };
  return state === "closed" ? { word: "fermé", tone: "ended" } : { word: "actif", tone: "done" };
}

function factsOf(c: DossierContext, life: Life): Fact[] {
  const instant = (at: NonNullable<Life["since"]>) => <InstantText instant={at} timeZone={life.timeZone} />;
  const { ctx } = { ctx: c.get("ctx") };
  return [
    { term: "Ouvert le", value: instant(life.createdAt) },
    ...(life.since === null ? [] : [{ term: "Dans cet état depuis", value: instant(life.since) }]),
    ...(life.state === "trial" && life.trialEndsOn !== null
      ? [
        {
          term: ctx.today > life.trialEndsOn ? "Essai terminé le" : "Fin de l’essai",
          value: formatDate(life.trialEndsOn),
        },
        { term: "Sans activation, export ouvert jusqu’au", value: formatDate(unusedUntil(life.trialEndsOn)) },
      ]
      : []),
    ...(life.reopenUntil === null ? [] : [{ term: "Peut être rouvert jusqu’au", value: instant(life.reopenUntil) }]),
    ...(life.eraseAfter === null ? [] : [{
      term: life.ending === "keep" ? "Archive gardée au moins jusqu’au" : "Effacé à partir du",
      value: instant(life.eraseAfter),
    }]),
  ];
}
