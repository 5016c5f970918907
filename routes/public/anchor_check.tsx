// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { PublicVerdict } from "../../lib/anchors/mod.ts";
import { Banner, type BannerKind, Button, Card, Fold, Form, type JSX, TextArea } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

/** What may be said of a proof: by the script of the page as by the server. */
type Answer = "genuine" | "altered" | "not_published" | "unreadable" | "offline";

const ANSWERS: Readonly<Record<Answer, { kind: BannerKind; title: string; words: string }>> = {
  genuine: {
    kind: "success",
    title: "Cette preuve est bonne.",
    words:
      "Elle mène à la racine publiée de son jour, sous notre signature. Le journal qu’elle désigne en était bien " +
      "là ce jour-là.",
  },
  altered: {
    kind: "refusal",
    title: "Cette preuve a été modifiée.",
    words: "Sa signature ou son chemin ne mène pas à la racine qu’elle annonce. Demandez-en une autre à l’entreprise.",
  },
  not_published: {
    kind: "refusal",
    title: "Cette preuve ne mène pas à ce qui est publié.",
    words: "Elle se tient, mais sa date, sa racine ou sa clé n’est pas celle de cette page. Si vous l’avez reçue de " +
      "nous, gardez-la et écrivez-nous : elle montre que quelque chose a changé ici.",
  },
  unreadable: {
    kind: "warning",
    title: "Ce n’est pas une preuve d’ancrage.",
    words: "Une preuve est un fichier « ancrage-….json », reçu par mail ou téléchargé depuis un dossier.",
  },
  offline: {
    kind: "warning",
    title: "La preuve se tient, mais la page de son jour n’a pas répondu.",
    words: "Réessayez dans un instant, ou comparez sa racine avec celle que vous connaissez.",
  },
};

function answerOf(verdict: PublicVerdict): Answer {
  if (verdict.ok) return "genuine";
  return verdict.fault === "unreadable" || verdict.fault === "not_published" ? verdict.fault : "altered";
}

function AnswerBanner({ answer }: { answer: Answer }): JSX.Element {
  const { kind, title, words } = ANSWERS[answer];
  return <Banner kind={kind} title={title}>{words}</Banner>;
}

/** Where a proof is checked: dropped in the browser, or pasted where there is no script. */
export function ProofCheck({ typed, verdict }: { typed: string; verdict: PublicVerdict | null }): JSX.Element {
  return (
    <Card title="Vérifier une preuve">
      {verdict ? <AnswerBanner answer={answerOf(verdict)} /> : null}
      <DropPlace />
      <Fold title="Coller le texte d’une preuve" hint="sans script" open={verdict !== null}>
        <Form action={paths.anchors()}>
          <TextArea name="proof" label="Texte du fichier « ancrage-….json »" rows={6} value={typed} width="full" />
          <Button>Vérifier</Button>
        </Form>
      </Fold>
    </Card>
  );
}

/** Shown by anchors.js, which computes everything in the browser. */
function DropPlace(): JSX.Element {
  const answers = Object.keys(ANSWERS) as Answer[];
  return (
    <div class="drop-place" data-proof={paths.anchor("0000-00-00")} hidden>
      <label class="field">
        <span class="label">Déposez ici le fichier de la preuve, ou choisissez-le</span>
        <input type="file" accept="application/json,.json" />
      </label>
      <p class="hint">Le calcul se fait dans votre navigateur : le fichier n’est envoyé nulle part.</p>
      <div data-verdict role="status" aria-live="polite"></div>
      <template data-answer="working">
        <p>Vérification…</p>
      </template>
      {answers.map((answer) => (
        <template data-answer={answer}>
          <AnswerBanner answer={answer} />
        </template>
      ))}
    </div>
  );
}
