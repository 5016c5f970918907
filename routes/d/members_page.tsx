import {
  type BlockedMember,
  type CustomProfile,
  type Invitation,
  INVITATION_DAYS,
  labelOfMember,
  type Member,
  type Membership,
  profileLabelOf,
  PROFILES,
} from "../../lib/access/mod.ts";
import { dayOf } from "../../lib/base/dates.ts";
import { instantMs } from "../../lib/platform/clock.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  Confirm,
  DateText,
  Empty,
  ErrorSummary,
  Form,
  type FormState,
  type JSX,
  type Option,
  PageHead,
  SelectField,
  State,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";
import { BlockedMark, FROM_LIST, UnblockForm } from "./member_block.tsx";

const SAYS = {
  invitation: "Invitation envoyée. Le lien du message vaut sept jours.",
  renvoi: "Invitation renvoyée. Le lien du message précédent ne sert plus.",
  retrait: "Invitation retirée. Son lien ne mène plus nulle part.",
  sortie: "Cette personne n’entre plus dans ce dossier. Son compte et ses autres dossiers restent comme ils sont.",
  profil_cree: "Profil créé. Vous pouvez maintenant le donner à un membre.",
  profil: "Profil enregistré. Ceux qui l’ont travaillent avec dès leur prochaine page.",
  profil_supprime: "Profil supprimé.",
  deblocage: "Compte débloqué. La personne peut se connecter avec son mot de passe habituel.",
};

/** The people of the dossier, those who are awaited, and what each profile allows. */
export function MembersPage({ c, membership, blocked, state }: {
  c: DossierContext;
  membership: Membership;
  blocked: readonly BlockedMember[];
  state?: FormState;
}): JSX.Element {
  const { members, invitations, profiles } = membership;
  const mayWrite = may(c, "members:write");
  const isFieldless = state !== undefined && state.issues.every(({ field }) => field === undefined);
  return (
    <DossierPage c={c} title="Membres">
      <Done c={c} says={SAYS} />
      <PageHead
        title="Membres"
        lead="Qui entre dans ce dossier, et ce que chacun peut y faire."
        actions={mayWrite
          ? <ButtonLink kind="quiet" icon="lock" href={paths.dossierSecurity(slugOf(c))}>Sécurité</ButtonLink>
          : null}
      />
      {isFieldless ? <ErrorSummary issues={state.issues} /> : null}
      <PeopleTable c={c} members={members} blocked={blocked} />
      {invitations.length > 0 ? <InvitationsCard c={c} invitations={invitations} /> : null}
      {mayWrite ? <InviteCard c={c} profiles={profiles} state={isFieldless ? undefined : state} /> : null}
      <ProfilesCard c={c} profiles={profiles} />
      <Leaving c={c} />
    </DossierPage>
  );
}

/** The profiles that somebody may be given, ready ones first. */
export function profileOptions(profiles: readonly CustomProfile[]): Option[] {
  return [
    ...Object.entries(PROFILES).map(([value, { label, hint }]) => ({ value, label: `${label} : ${hint}` })),
    ...profiles.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

function PeopleTable({ c, members, blocked }: {
  c: DossierContext;
  members: readonly Member[];
  blocked: readonly BlockedMember[];
}): JSX.Element {
  const slug = slugOf(c), { timeZone } = c.get("entered").dossier;
  const blockOf = new Map(blocked.map((member) => [member.personId, member]));
  return (
    <Table
      caption="Membres du dossier"
      columns={[
        { label: "Nom", cell: labelOfMember },
        { label: "Adresse e-mail", cell: ({ name, email }) => name ? email : "", card: "line" },
        { label: "Profil", cell: (member) => <span class="nowrap">{profileLabelOf(member)}</span> },
        {
          label: "Titulaire",
          cell: ({ isOwner }) => isOwner ? <State word="titulaire" tone="done" /> : "",
          card: "aside",
        },
        {
          label: "Dernière venue",
          cell: ({ lastSeenAt }) => lastSeenAt ? <DateText date={dayOf(lastSeenAt, timeZone)} short /> : "—",
        },
        ...(blocked.length === 0 ? [] : [{
          label: "Compte",
          cell: ({ personId }: Member) => {
            const block = blockOf.get(personId);
            return block ? <BlockedCell c={c} block={block} /> : "";
          },
        }]),
      ]}
      rows={members}
      rowHref={({ personId }) => paths.member(slug, personId)}
    />
  );
}

function BlockedCell({ c, block }: { c: DossierContext; block: BlockedMember }): JSX.Element {
  return (
    <div class="actions">
      <BlockedMark c={c} since={block.blockedAt} short />
      <UnblockForm c={c} member={block} from={FROM_LIST} />
    </div>
  );
}

function InvitationsCard({ c, invitations }: { c: DossierContext; invitations: readonly Invitation[] }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  const mayWrite = may(c, "members:write");
  return (
    <Card title="Invitations en attente" flush>
      <Table
        caption="Invitations en attente"
        columns={[
          { label: "Adresse e-mail", cell: ({ email }) => email },
          { label: "Profil", cell: profileLabelOf },
          { label: "Envoyée le", cell: ({ sentAt }) => <DateText date={dayOf(sentAt, timeZone)} short /> },
          { label: "État", cell: (invitation) => <Validity c={c} invitation={invitation} />, card: "aside" },
          ...(mayWrite
            ? [{
              label: "Actions",
              cell: (invitation: Invitation) => <InvitationActs c={c} invitation={invitation} />,
              card: "line" as const,
            }]
            : []),
        ]}
        rows={invitations}
      />
    </Card>
  );
}

function Validity({ c, invitation }: { c: DossierContext; invitation: Invitation }): JSX.Element {
  const isOver = instantMs(invitation.expiresAt) <= instantMs(c.get("now"));
  return isOver ? <State word="lien périmé" tone="late" /> : <State word="attendue" tone="due" />;
}

function InvitationActs({ c, invitation }: { c: DossierContext; invitation: Invitation }): JSX.Element {
  const slug = slugOf(c), { id, email } = invitation;
  return (
    <div class="actions">
      <Form action={paths.invitationAct(slug, id, "renvoi")} class="inline">
        <Button kind="quiet">
          Renvoyer<span class="visually-hidden">l’invitation de {email}</span>
        </Button>
      </Form>
      <Form action={paths.invitationAct(slug, id, "retrait")} class="inline">
        <Button kind="quiet">
          Retirer<span class="visually-hidden">l’invitation de {email}</span>
        </Button>
      </Form>
    </div>
  );
}

function InviteCard({ c, profiles, state }: {
  c: DossierContext;
  profiles: readonly CustomProfile[];
  state: FormState | undefined;
}): JSX.Element {
  return (
    <Card title="Inviter quelqu’un" id="inviter">
      <Form action={paths.invitations(slugOf(c))} state={state}>
        <p class="hint">
          Un message part avec un lien qui vaut {INVITATION_DAYS}{" "}
          jours. Le mot de passe, c’est la personne qui le choisit.
        </p>
        <div class="field-columns">
          <TextField name="email" label="Adresse e-mail" type="email" form={state} />
          <SelectField name="profile" label="Profil" options={profileOptions(profiles)} value="reader" form={state} />
        </div>
        <Actions>
          <Button kind="primary">Inviter</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function ProfilesCard({ c, profiles }: { c: DossierContext; profiles: readonly CustomProfile[] }): JSX.Element {
  const slug = slugOf(c), mayWrite = may(c, "members:write");
  return (
    <Card
      title="Profils de ce dossier"
      id="profils"
      action={mayWrite
        ? <ButtonLink kind="quiet" icon="plus" href={paths.newProfile(slug)}>Nouveau profil</ButtonLink>
        : null}
      flush={profiles.length > 0}
    >
      <Table
        caption="Profils de ce dossier"
        columns={[
          { label: "Nom", cell: ({ name }) => name, grow: true },
          { label: "Actions permises", cell: ({ rights }) => String(rights.length), align: "end" },
        ]}
        rows={profiles}
        {...(mayWrite ? { rowHref: ({ id }: CustomProfile) => paths.profile(slug, id) } : {})}
        empty={
          <Empty title="Aucun profil à vous pour l’instant">
            <p>Les six profils prêts suffisent souvent. Pour un métier à part, composez le vôtre, case par case.</p>
          </Empty>
        }
      />
    </Card>
  );
}

/** Leaving is one's own affair; the last owner is told what to do first. */
function Leaving({ c }: { c: DossierContext }): JSX.Element {
  return (
    <Card title="Quitter ce dossier">
      <Confirm
        label="Quitter le dossier"
        consequence="Vous n’y entrerez plus sans une nouvelle invitation. Votre compte et vos autres dossiers restent."
        confirm="Quitter ce dossier"
        action={paths.leaving(slugOf(c))}
      />
    </Card>
  );
}
