import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import {
  closeOtherSessions,
  closeSession,
  deviceWords,
  listSessions,
  type OwnSession,
} from "../../lib/identity/mod.ts";
import { Actions, Button, Form, InstantText, type JSX, State, Table } from "../../lib/ui/mod.ts";
import { notFound, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond } from "../respond.tsx";
import { AccountPage } from "./frame.tsx";

export const deviceRoutes: Routes = {
  "GET /compte/appareils": showDevices,
  "POST /compte/appareils/fermeture": closeOthers,
  "POST /compte/appareils/:session/fermeture": closeOne,
};

const SAYS = { fermee: "Cette connexion est fermée.", fermees: "Toutes vos autres connexions sont fermées." };

async function showDevices(c: PersonContext): Promise<Response> {
  const sessions = await listSessions(personCtx(c));
  const { sessionId } = c.get("person");
  return respond(c, {
    json: () => ({
      sessions: sessions.map(({ userAgent, ...session }) => ({
        ...session,
        device: deviceWords(userAgent),
        isThisOne: session.id === sessionId,
      })),
    }),
    page: () => <DevicesPage c={c} sessions={sessions} thisOne={sessionId} />,
  });
}

async function closeOne(c: PersonContext): Promise<Response> {
  await closeSession(personCtx(c), sessionParam(c));
  return done(c, { goTo: paths.devices({ fait: "fermee" }), json: () => ({ closed: true }) });
}

async function closeOthers(c: PersonContext): Promise<Response> {
  await closeOtherSessions(personCtx(c), c.get("person").sessionId);
  return done(c, { goTo: paths.devices({ fait: "fermees" }), json: () => ({ closed: true }) });
}

function sessionParam(c: PersonContext): Uuid {
  const text = c.req.param("session") ?? "";
  if (!isUuid(text)) throw notFound();
  return text;
}

function DevicesPage(
  { c, sessions, thisOne }: { c: PersonContext; sessions: readonly OwnSession[]; thisOne: Uuid },
): JSX.Element {
  return (
    <AccountPage c={c} title="Mes appareils" place="devices" says={SAYS}>
      <p class="lead">
        Où votre compte est connecté. Fermez ce que vous ne reconnaissez pas, puis changez de mot de passe.
      </p>
      <Table
        caption="Connexions ouvertes"
        columns={[
          { label: "Appareil", cell: (session) => deviceWords(session.userAgent), grow: true },
          { label: "Réseau", cell: (session) => session.network || "inconnu" },
          { label: "Dernier usage", cell: (session) => <InstantText instant={session.lastSeenAt} /> },
          { label: "Depuis", cell: (session) => <InstantText instant={session.createdAt} /> },
          {
            label: "Fermer",
            quietLabel: true,
            card: "aside",
            cell: (session) =>
              session.id === thisOne
                ? <State tone="done" word="cet appareil" />
                : <CloseForm id={session.id} name={deviceWords(session.userAgent)} />,
          },
        ]}
        rows={sessions}
      />
      {sessions.length > 1
        ? (
          <Form action={paths.otherDevicesClosing()}>
            <Actions>
              <Button kind="danger">Fermer toutes les autres connexions</Button>
            </Actions>
          </Form>
        )
        : null}
    </AccountPage>
  );
}

function CloseForm({ id, name }: { id: Uuid; name: string }): JSX.Element {
  return (
    <Form action={paths.deviceClosing(id)} class="inline">
      <Button small attrs={{ "aria-label": `Fermer la connexion ${name}` }}>Fermer</Button>
    </Form>
  );
}
