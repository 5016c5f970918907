import { choiceOf, labelOfMember, type Member, type Membership, profileLabelOf } from "../../lib/access/mod.ts";
import { dayOf, type IsoInstant } from "../../lib/base/dates.ts";
import {
  Actions,
  Button,
  Card,
  Confirm,
  DateText,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  type JSX,
  PageHead,
  SelectField,
  State,
} from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";
import { BlockedMark, FROM_MEMBER, UnblockForm } from "./member_block.tsx";
import { profileOptions } from "./members_page.tsx";

const SAYS = {
  profil: "Profil changé. Il vaut dès la prochaine page que cette personne ouvre.",
  deblocage: "Compte débloqué. La personne peut se connecter avec son mot de passe habituel.",
  titulaire: "C’est un titulaire de plus : il peut tout faire, y compris décider des titulaires.",
  titulaire_retire:
    "Cette personne n’est plus titulaire. Elle reste administrateur tant que vous ne changez pas son profil.",
};

interface Props {
  readonly c: DossierContext;
  readonly membership: Membership;
  readonly member: Member;
  readonly blockedAt: IsoInstant | null;
  readonly state?: FormState | undefined;
}

/** One member: what he is, and what may be changed about it. */
export function MemberPage(props: Props): JSX.Element {
  const { c, member, blockedAt, state } = props;
  const slug = slugOf(c), { timeZone } = c.get("entered").dossier;
  const facts = [
    { term: "Adresse e-mail", value: member.email },
    { term: "Profil", value: profileLabelOf(member) },
    { term: "Membre depuis le", value: <DateText date={dayOf(member.joinedAt, timeZone)} /> },
    {
      term: "Dernière venue",
      value: member.lastSeenAt ? <DateText date={dayOf(member.lastSeenAt, timeZone)} /> : "pas depuis longtemps",
    },
  ];
  return (
    <DossierPage c={c} title={labelOfMember(member)}>
      <Done c={c} says={SAYS} />
      <PageHead
        title={labelOfMember(member)}
        mark={
          <>
            {member.isOwner ? <State word="titulaire" tone="done" /> : null}
            {blockedAt ? <BlockedMark c={c} since={blockedAt} /> : null}
          </>
        }
        actions={blockedAt ? <UnblockForm c={c} member={member} from={FROM_MEMBER} /> : null}
        back={{ label: "Membres", href: paths.members(slug) }}
      />
      {state ? <ErrorSummary issues={state.issues.filter(({ field }) => field === undefined)} /> : null}
      <Card>
        <Facts facts={facts} columns />
      </Card>
      {may(c, "members:write") ? <Acts {...props} /> : null}
    </DossierPage>
  );
}

function Acts(props: Props): JSX.Element {
  return (
    <>
      {props.member.isOwner ? null : <ProfileCard {...props} />}
      {props.c.get("entered").isOwner ? <OwnerCard {...props} /> : null}
      <OutCard {...props} />
    </>
  );
}

function ProfileCard({ c, membership, member, state }: Props): JSX.Element {
  const mine = state && state.issues.some(({ field }) => field === "profile") ? state : undefined;
  return (
    <Card title="Changer le profil">
      <Form action={paths.memberAct(slugOf(c), member.personId, "profil")} state={mine}>
        <SelectField
          name="profile"
          label="Profil"
          options={profileOptions(membership.profiles)}
          value={choiceOf(member)}
          width="medium"
          form={mine}
        />
        <Button kind="primary">Enregistrer</Button>
      </Form>
    </Card>
  );
}

function OwnerCard({ c, member }: Props): JSX.Element {
  const slug = slugOf(c);
  return (
    <Card title="Titulaire du dossier">
      <p class="quiet">
        Un titulaire est administrateur et décide des autres titulaires. Deux titulaires valent mieux qu’un : un dossier
        ne reste pas sans personne.
      </p>
      {member.isOwner
        ? (
          <Confirm
            label="Retirer la qualité de titulaire"
            consequence={`${labelOfMember(member)} restera administrateur, mais ne décidera plus des titulaires.`}
            confirm="Retirer"
            action={paths.memberAct(slug, member.personId, "titulaire/retrait")}
          />
        )
        : (
          <Confirm
            label="Désigner titulaire"
            consequence={`${labelOfMember(member)} pourra tout faire dans ce dossier, comme vous.`}
            confirm="Désigner titulaire"
            kind="primary"
            action={paths.memberAct(slug, member.personId, "titulaire")}
          />
        )}
    </Card>
  );
}

function OutCard({ c, member }: Props): JSX.Element | null {
  // One leaves by the list's own button; an owner is shown out by an owner.
  if (member.personId === c.get("ctx").personId || (member.isOwner && !c.get("entered").isOwner)) return null;
  return (
    <Card title="Retirer du dossier">
      <Actions>
        <Confirm
          label="Retirer ce membre"
          consequence={`${labelOfMember(member)} n’entrera plus dans ce dossier, dès sa prochaine page. ` +
            "Son compte et ses autres dossiers restent ; ce qui a été fait garde son nom."}
          confirm="Retirer du dossier"
          action={paths.memberAct(slugOf(c), member.personId, "retrait")}
        />
      </Actions>
    </Card>
  );
}
