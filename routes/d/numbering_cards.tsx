// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type {
  NumberedSeries,
  NumberingLook,
  NumberingProof,
  NumbersPage,
  SealedNumber,
} from "../../lib/archives/mod.ts";
import {
  Banner,
  Button,
  Card,
  type Column,
  DateText,
  Empty,
  Form,
  InstantText,
  type JSX,
  Progress,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import { SERIES_WORDS } from "./numbering_sheet.ts";

/** Whether the numbers follow one another, and each fault by name. */
export function NumberingVerdict({ look }: { readonly look: NumberingLook }): JSX.Element | null {
  const { series, faults, faultCount, reading: { isWhole, keptUpTo, upTo } } = look;
  if (faultCount > 0) {
    return (
      <Banner kind="refusal" title="La numérotation ne se suit pas.">
        <ul>{faults.map(({ sentence }) => <li>{sentence}</li>)}</ul>
        {faultCount > faults.length ? <p>Et {String(faultCount - faults.length)} autres.</p> : null}
        <p>Écrivez-nous avant de continuer : quelqu’un a touché au journal en dehors du logiciel.</p>
      </Banner>
    );
  }
  if (!isWhole) {
    return (
      <Banner kind="info" title="La lecture n’est pas finie.">
        Rien n’est à redire jusqu’à l’enregistrement n° {String(upTo)}. La suite n’a pas encore été lue.
      </Banner>
    );
  }
  if (series.length === 0) return null;
  return (
    <Banner kind="success" title="Aucun numéro ne manque.">
      Dans chaque série, les numéros vont de 1 au dernier sans trou ni doublon, les dates ne reculent jamais et le
      compteur est d’accord. {keptUpTo === 0n
        ? "Tout a été relu à l’instant dans le journal scellé."
        : "Le journal scellé est lu jusqu’au bout."}
    </Banner>
  );
}

/** The series, a line each. */
export function SeriesTable({ proof, hrefOf }: {
  readonly proof: NumberingProof;
  readonly hrefOf: ((row: NumberedSeries) => string) | undefined;
}): JSX.Element {
  return (
    <Card title="Séries" flush>
      <Table
        caption="Séries de numéros"
        columns={SERIES_COLUMNS}
        rows={proof.series}
        rowHref={hrefOf}
        empty={
          <Empty title="Aucun numéro n’a encore été donné">
            <p>Le premier l’est quand vous émettez une facture. Un brouillon n’en porte pas.</p>
          </Empty>
        }
      />
    </Card>
  );
}

const SERIES_COLUMNS: readonly Column<NumberedSeries>[] = [
  { label: "Série", cell: ({ series, year }) => `${SERIES_WORDS[series]} ${year}` },
  { label: "Premier", cell: ({ first }) => first },
  { label: "Dernier", cell: ({ last }) => last },
  { label: "Nombre", align: "end", cell: ({ count }) => String(count) },
  { label: "Du", cell: ({ from }) => <DateText date={from} /> },
  { label: "Au", cell: ({ to }) => <DateText date={to} /> },
  { label: "Contenu effacé", align: "end", cell: ({ erased }) => erased === 0 ? "" : String(erased) },
  {
    label: "Preuve",
    cell: ({ isWhole }) => isWhole ? <State word="sans trou" tone="done" /> : <State word="à examiner" tone="late" />,
  },
];

/** How far the log was read for this page, what was read before, and « Tout relire ». */
export function ReadingCard({ look: { reading }, href, timeZone }: {
  readonly look: NumberingLook;
  /** The page; a form sent there begins the reading anew. */
  readonly href: string;
  readonly timeZone: string;
}): JSX.Element {
  const { rewritten, isWhole } = reading;
  return (
    <Card title="Lecture du journal scellé" id="lecture">
      {rewritten
        ? (
          <Banner kind="warning" title="Le journal n’est plus celui qui avait été lu.">
            Le <InstantText instant={rewritten.at} timeZone={timeZone} />, l’enregistrement n° {String(rewritten.seq)}
            {" "}
            avait changé ou disparu. Tout a été relu depuis le premier. Si personne n’a remis en place une sauvegarde,
            écrivez-nous.
          </Banner>
        )
        : null}
      {isWhole
        ? <WholeReading reading={reading} href={href} timeZone={timeZone} />
        : <OpenReading reading={reading} href={href} />}
    </Card>
  );
}

function WholeReading({ reading: { keptUpTo, head, begunAt }, href, timeZone }: {
  readonly reading: NumberingLook["reading"];
  readonly href: string;
  readonly timeZone: string;
}): JSX.Element {
  if (keptUpTo === 0n) {
    return <p>Le journal a été lu à l’instant du premier enregistrement au dernier, le n° {String(head)}.</p>;
  }
  return (
    <>
      <p>
        Lu jusqu’au dernier enregistrement, le n° {String(head)}. Ce qui va jusqu’au n° {String(keptUpTo)}{" "}
        l’avait déjà été, depuis le{" "}
        <InstantText instant={begunAt} timeZone={timeZone} />, et n’est pas relu à chaque visite ; ce qui suit vient de
        l’être.
      </p>
      <Form action={href}>
        <Button kind="quiet">Tout relire</Button>
      </Form>
    </>
  );
}

function OpenReading({ reading: { upTo, head, isUnderWay }, href }: {
  readonly reading: NumberingLook["reading"];
  readonly href: string;
}): JSX.Element {
  return isUnderWay
    ? (
      <>
        <Progress label="Enregistrements lus" done={Number(upTo)} total={Number(head)} />
        <p>
          <a href={href}>Actualiser</a>
        </p>
      </>
    )
    : (
      <p>
        Lu jusqu’à l’enregistrement n° {String(upTo)}, sur{" "}
        {String(head)}. Ce dossier ne prend plus d’écriture, et la lecture ne peut pas être poursuivie ici : le dossier
        de contrôle la refait en entier et en porte la preuve.
      </p>
    );
}

/** Numbers of one series, each with its document. */
export function NumbersTable({ page, documentHref }: {
  readonly page: NumbersPage;
  readonly documentHref: ((row: SealedNumber) => string) | undefined;
}): JSX.Element {
  return (
    <Card title="Numéros donnés" flush>
      <Table
        caption="Numéros donnés"
        columns={NUMBER_COLUMNS}
        rows={page.numbers}
        rowHref={documentHref}
        empty={<p>Aucun numéro ici.</p>}
      />
    </Card>
  );
}

const NUMBER_COLUMNS: readonly Column<SealedNumber>[] = [
  { label: "Numéro", cell: ({ number }) => number },
  { label: "Date", cell: ({ issuedOn }) => <DateText date={issuedOn} /> },
  { label: "Scellé le", cell: ({ at }) => <InstantText instant={at} /> },
  { label: "Enregistrement", align: "end", cell: ({ seq }) => String(seq) },
  { label: "Empreinte", cell: ({ hash }) => <code class="digest">{hash.slice(0, 16)}…</code> },
];
