import { formatDecimal } from "../../lib/base/money.ts";
import { formatRate, rateText } from "../../lib/base/rates.ts";
import {
  type CategoryLine,
  type Item,
  ITEM_FIELDS,
  ITEM_KINDS,
  type ItemField,
  UNIT_CODES,
  usualVatRates,
} from "../../lib/catalog/mod.ts";
import type { Company } from "../../lib/company/mod.ts";
import { EXEMPTIONS } from "../../lib/en16931/mod.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  Fold,
  Form,
  type FormState,
  issueOf,
  type JSX,
  type Option,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { unitWords } from "./item_words.ts";

/** What each field of an item is called on the page and in the differences of a conflict. */
export const ITEM_LABELS: Readonly<Record<ItemField, string>> = {
  kind: "Type",
  reference: "Référence",
  name: "Désignation",
  description: "Description",
  categoryId: "Catégorie",
  unitCode: "Unité",
  unitPrice: "Prix unitaire",
  priceIncludesVat: "Prix TTC",
  vatRateBp: "TVA",
  exemptionCode: "Motif d’exonération",
};

/** What the choices of the form follow from. */
export interface ItemChoices {
  readonly company: Pick<Company, "country" | "vatRegime">;
  readonly categories: readonly CategoryLine[];
}

/** An item as the fields show it. */
export function itemTexts(item: Item): Record<ItemField, string> {
  const plain = Object.fromEntries(ITEM_FIELDS.map((field) => [field, String(item[field] ?? "")]));
  return {
    ...plain as Record<ItemField, string>,
    unitPrice: formatDecimal(item.unitPrice, 2),
    priceIncludesVat: item.priceIncludesVat ? "on" : "",
    vatRateBp: rateText(item.vatRateBp),
  };
}

/** A new item: an hour of service at the usual rate; without VAT for a company that charges none. */
export function newItemTexts({ company }: ItemChoices): Partial<Record<ItemField, string>> {
  const [usual = 0] = usualVatRates(company.country);
  return { kind: "service", unitCode: "C62", vatRateBp: rateText(company.vatRegime === "franchise" ? 0 : usual) };
}

/** The form of an item: what a line of an invoice takes from it. */
export function ItemFormCards({ form, action, hidden, choices, cancelHref }: {
  form: FormState;
  action: string;
  hidden: Readonly<Record<string, string>>;
  choices: ItemChoices;
  cancelHref: string;
}): JSX.Element {
  return (
    <Form action={action} state={form} hidden={{ ...hidden, priceIncludesVat: "" }} guard>
      <Card>
        <What form={form} />
        <HowMuch form={form} choices={choices} />
        <Details form={form} choices={choices} />
      </Card>
      <Actions sticky>
        <Button kind="primary" shortcut="Ctrl+Enter">Enregistrer</Button>
        <ButtonLink kind="quiet" href={cancelHref}>Annuler</ButtonLink>
      </Actions>
    </Form>
  );
}

function What({ form }: { form: FormState }): JSX.Element {
  return (
    <>
      <RadioGroup
        form={form}
        name="kind"
        label={ITEM_LABELS.kind}
        hint="Une facture doit distinguer les biens des services."
        options={Object.entries(ITEM_KINDS).map(([value, label]) => ({ value, label }))}
        inline
      />
      <TextField
        form={form}
        name="name"
        label={ITEM_LABELS.name}
        hint="Telle qu’elle figurera sur la ligne."
        width="full"
      />
    </>
  );
}

function HowMuch({ form, choices }: { form: FormState; choices: ItemChoices }): JSX.Element {
  return (
    <>
      <div class="field-columns">
        <TextField form={form} name="unitPrice" label={ITEM_LABELS.unitPrice} inputmode="decimal" suffix="€" />
        <SelectField form={form} name="unitCode" label="Par" options={UNIT_OPTIONS} />
        <SelectField
          form={form}
          name="vatRateBp"
          label={ITEM_LABELS.vatRateBp}
          options={rateOptions(choices, form.values["vatRateBp"])}
        />
      </div>
      <CheckboxField
        form={form}
        name="priceIncludesVat"
        label="Ce prix est TTC"
        hint="Pour vendre à des particuliers : le prix affiché reste rond."
        optional
      />
    </>
  );
}

function Details({ form, choices }: { form: FormState; choices: ItemChoices }): JSX.Element {
  return (
    <>
      <div class="field-columns">
        <SelectField
          form={form}
          name="categoryId"
          label={ITEM_LABELS.categoryId}
          blank="Aucune"
          options={choices.categories.map(({ id, name }) => ({ value: id, label: name }))}
          optional
        />
        <TextField form={form} name="reference" label={ITEM_LABELS.reference} optional />
      </div>
      <TextArea
        form={form}
        name="description"
        label={ITEM_LABELS.description}
        hint="Sous la désignation, en plus petit."
        rows={3}
        width="full"
        optional
      />
      <Fold
        title="Sans TVA : pourquoi ?"
        hint="formation, santé, location…"
        open={Boolean(form.values["exemptionCode"]) || issueOf(form, "exemptionCode") !== undefined}
      >
        <SelectField
          form={form}
          name="exemptionCode"
          label={ITEM_LABELS.exemptionCode}
          hint="La phrase imprimée sur la facture ; la TVA doit alors être à 0 %."
          blank="Aucun"
          width="full"
          options={EXEMPTIONS.map(({ code, wording }) => ({ value: code, label: wording }))}
          optional
        />
      </Fold>
    </>
  );
}

const UNIT_OPTIONS: readonly Option[] = [...UNIT_CODES].map((code) => ({ value: code, label: unitWords(code) }));

/** The rates of the company's territory, and the one that the item already has. */
function rateOptions({ company }: ItemChoices, current: string | undefined): Option[] {
  const options = usualVatRates(company.country).map((rate) => ({ value: rateText(rate), label: formatRate(rate) }));
  const isListed = !current || options.some(({ value }) => value === current);
  return isListed ? options : [...options, { value: current, label: `${current.replace(".", ",")}\u00a0%` }];
}
