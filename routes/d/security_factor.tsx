// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { SecondFactorRule } from "../../lib/access/mod.ts";
import { ButtonLink, Card, Confirm, type JSX, State, Table } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { slugOf } from "./here.tsx";

interface Shown {
  readonly c: DossierContext;
  readonly rule: SecondFactorRule;
  /** True when whoever looks has proved a second factor in this session. */
  readonly isStrong: boolean;
}

/** Whether a second step is wanted of everybody, who has one already, and the button that changes the rule. */
export function SecondFactorCard({ c, rule, isStrong }: Shown): JSX.Element {
  const { isRequired } = rule;
  return (
    <Card
      title="Deuxième étape à la connexion"
      id="deuxieme-etape"
      action={<State tone={isRequired ? "done" : "draft"} word={isRequired ? "exigée" : "au choix de chacun"} />}
    >
      <p>
        Un code ou une clé d’accès en plus du mot de passe : qui a deviné ou volé un mot de passe n’entre pas.{" "}
        {countOf(rule)}
      </p>
      <MembersTable rule={rule} />
      {isRequired ? <Lift c={c} /> : isStrong ? <Demand c={c} rule={rule} /> : <OwnFirst c={c} />}
    </Card>
  );
}

function MembersTable({ rule: { isRequired, members } }: { rule: SecondFactorRule }): JSX.Element {
  return (
    <Table
      caption="Qui a une deuxième étape"
      columns={[
        { label: "Membre", cell: ({ label }) => label, grow: true },
        {
          label: "Deuxième étape",
          cell: ({ hasFactor }) => (
            <State tone={hasFactor ? "done" : isRequired ? "late" : "draft"} word={hasFactor ? "oui" : "pas encore"} />
          ),
          card: "aside",
        },
      ]}
      rows={members}
    />
  );
}

function Demand({ c, rule }: { c: DossierContext; rule: SecondFactorRule }): JSX.Element {
  const without = rule.members.filter(({ hasFactor }) => !hasFactor).length;
  return (
    <Confirm
      kind="primary"
      label="Exiger la deuxième étape"
      consequence={without === 0
        ? "Chacun en a déjà une : elle sera demandée dès la prochaine page à qui ne l’a pas encore passée."
        : `${membersOf(without)} n’en ${without === 1 ? "a" : "ont"} pas encore : à la prochaine page, le dossier ` +
          "demandera d’en ajouter une, et ne montrera rien avant."}
      confirm="L’exiger de tous"
      action={paths.secondFactorRule(slugOf(c))}
      hidden={{ required: "oui" }}
    />
  );
}

function Lift({ c }: { c: DossierContext }): JSX.Element {
  return (
    <Confirm
      label="Ne plus l’exiger"
      consequence="Un mot de passe suffira de nouveau pour entrer dans ce dossier, sauf à qui garde sa deuxième étape."
      confirm="Laisser au choix de chacun"
      action={paths.secondFactorRule(slugOf(c))}
      hidden={{ required: "non" }}
    />
  );
}

/** Whoever has not passed a second step himself would lock himself out: he is led to it, and back. */
function OwnFirst({ c }: { c: DossierContext }): JSX.Element {
  return (
    <>
      <p class="hint">
        Pour l’exiger des autres, passez d’abord la vôtre : ajoutez-en une à votre compte, ou confirmez celle que vous
        avez.
      </p>
      <p>
        <ButtonLink href={paths.proof(paths.dossierSecurity(slugOf(c)), "forte")}>Passer ma deuxième étape</ButtonLink>
      </p>
    </>
  );
}

function countOf({ members }: SecondFactorRule): string {
  const has = members.filter(({ hasFactor }) => hasFactor).length;
  if (has === members.length) return "Tous les membres en ont une.";
  return has === 0 ? "Aucun membre n’en a encore." : `${has} sur ${membersOf(members.length)} en ont une.`;
}

function membersOf(count: number): string {
  return count === 1 ? "Un membre" : `${count} membres`;
}
