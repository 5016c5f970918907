import { dayOf, formatDate } from "../../lib/base/dates.ts";
import { formatSiren } from "../../lib/base/identifiers.ts";
import { type InstanceCard, type Story, viewInstance, viewStory } from "../../lib/instances/operator.ts";
import {
  ButtonLink,
  Card,
  DateText,
  Facts,
  InstantText,
  type JSX,
  PageHead,
  Pager,
  State,
  Timeline,
  Toolbar,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { answerJson, idParam, type OperatorContext, operatorCtx, page, type Routes, wantsJson } from "../handler.ts";
import { CURSOR, LONGEST_CURSOR, queryWith } from "../lists.tsx";
import { paths } from "../paths.ts";
import { storyEvent } from "../story_words.tsx";
import { bytesText } from "../words.ts";
import { STATES } from "./instances.tsx";

/** One dossier: where it lives, and everything that happened to it on one line of time. No business data. */
export const routes: Routes = { "GET /dossiers/:dossier": show };

async function show(c: OperatorContext): Promise<Response> {
  const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
  const [card, story] = await Promise.all([
    viewInstance(ctx, tenantId),
    viewStory(ctx, tenantId, c.req.query(CURSOR)?.slice(0, LONGEST_CURSOR)),
  ]);
  if (wantsJson(c)) return answerJson(c, { ...card, story: story.lines, next: story.next });
  return page(c, <InstancePage c={c} card={card} story={story} />);
}

function InstancePage({ c, card, story }: { c: OperatorContext; card: InstanceCard; story: Story }): JSX.Element {
  const { tenantId, companyName, state } = card;
  return (
    <ConsolePage c={c} title={companyName}>
      <PageHead
        title={companyName}
        back={{ label: "Dossiers", href: paths.instances() }}
        mark={<State {...STATES[state]} />}
        lead="Aucune donnée commerciale n’est visible ici."
      />
      <Card title="En bref">
        <Facts facts={factsOf(card)} />
      </Card>
      <Toolbar label="Agir sur le dossier">
        <ButtonLink href={paths.instanceState(tenantId)}>État</ButtonLink>
        <ButtonLink href={paths.move(tenantId)}>Déménager</ButtonLink>
        <ButtonLink href={paths.siret(tenantId)}>SIRET</ButtonLink>
        <ButtonLink href={paths.recoveries(tenantId)}>Reprises</ButtonLink>
        <ButtonLink href={paths.erasures(tenantId)}>Effacements de contenus</ButtonLink>
      </Toolbar>
      <Card title="Ce qui s’est passé">
        <Timeline events={story.lines.map(storyEvent)} />
      </Card>
      <Pager olderHref={story.next ? paths.instance(tenantId) + queryWith(c, { [CURSOR]: story.next }) : undefined} />
    </ConsolePage>
  );
}

function factsOf(card: InstanceCard) {
  const { tenantId, slug, cell, createdAt, trialEndsOn, bytes, warnedPercent, sampledAt } = card;
  const warned = warnedPercent ? `, administrateurs prévenus à ${warnedPercent}\u00a0%` : "";
  return [
    { term: "Adresse", value: slug },
    { term: "Identifiant", value: tenantId },
    { term: "Cellule", value: <a href={paths.cell(cell)}>{cell}</a> },
    { term: "Ouvert le", value: <InstantText instant={createdAt} /> },
    ...(trialEndsOn ? [{ term: "Fin d’essai", value: <DateText date={trialEndsOn} /> }] : []),
    { term: "Espace utilisé", value: sampledAt === null ? "pesé la nuit prochaine" : `${bytesText(bytes)}${warned}` },
    { term: "SIRET déclaré", value: declaredText(card) },
    { term: "SIRET confirmé", value: confirmedText(card) },
  ];
}

/** The declared SIRET in words: it is looked at every ten minutes. */
export function declaredText({ declaredSiret, declaredAt }: InstanceCard): string {
  if (declaredSiret === null || declaredAt === null) return "aucun, au dernier relevé";
  return `${formatSiren(declaredSiret)}, relevé le ${formatDate(dayOf(declaredAt))}`;
}

/** The confirmed SIRET in words. */
export function confirmedText({ confirmedSiret, siretConfirmedAt }: InstanceCard): string {
  if (confirmedSiret === null || siretConfirmedAt === null) return "non";
  return `${formatSiren(confirmedSiret)}, le ${formatDate(dayOf(siretConfirmedAt))}`;
}
