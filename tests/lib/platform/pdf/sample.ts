import type { IsoInstant } from "../../../../lib/base/dates.ts";
import type { Block, PageTemplate, PdfInput, Row } from "../../../../lib/platform/pdf/template.ts";

/** An invoice-like document of a number of lines, with every block of the engine. */
export function sampleInput(lines = 5, overrides: Partial<PageTemplate> = {}): PdfInput {
  return {
    template: { ...sampleTemplate(lines), ...overrides },
    metadata: {
      author: "Atelier Façade & Œuvres <SAS>",
      subject: "Facture Factur-X",
      createdAt: "2026-09-01T08:00:00.000Z" as IsoInstant,
    },
    xmp: FACTURX_XMP,
    attachments: [{
      name: "factur-x.xml",
      bytes: new TextEncoder().encode(FACTURX_XML),
      mime: "text/xml",
      relationship: "Data",
      description: "Facture au format Factur-X",
      createdAt: "2026-09-01T08:00:00.000Z" as IsoInstant,
      modifiedAt: "2026-09-01T08:00:00.000Z" as IsoInstant,
    }],
  };
}

/** The page of sampleInput. */
export function sampleTemplate(lines: number): PageTemplate {
  return {
    title: "Facture FA-2026-00042 & annexes <originale>",
    lang: "fr-FR",
    header: {
      title: "Facture",
      subtitle: "FA-2026-00042",
      fields: [{ label: "Date d’émission", value: "1 septembre 2026" }, { label: "Échéance", value: "1 octobre 2026" }],
      running: "Facture FA-2026-00042 · Atelier Façade & Œuvres",
    },
    blocks: [parties(), references(), sampleTable(lines), closing(), conditions()],
    footer: {
      lines: [
        "Atelier Façade & Œuvres SAS au capital de 20 000 € · 12 bis rue de l’Évêché, 69005 Lyon",
        "RCS Lyon 732 829 320 · SIRET 732 829 320 00074 · TVA FR44732829320 · compta@atelier-facade.example",
      ],
      pageLabel: "Page {page} sur {pages}",
    },
  };
}

/** A table of `lines` rows, their first cells of one to three printed lines. */
export function sampleTable(lines: number): Block {
  return {
    kind: "table",
    columns: [
      { title: "Désignation", width: { flex: 1 } },
      { title: "Qté", align: "right" },
      { title: "Unité" },
      { title: "PU HT", align: "right" },
      { title: "TVA", align: "right" },
      { title: "Total HT", align: "right" },
    ],
    rows: Array.from({ length: lines }, (_, index) => sampleRow(index)),
  };
}

function sampleRow(index: number): Row {
  const designation = DESIGNATIONS[index % DESIGNATIONS.length]!;
  const price = 12.5 + (index * 79.19) % 480;
  const quantity = 1 + index % 7;
  return {
    kind: "line",
    cells: [
      index % 3 === 0 ? `${designation} – lot ${index + 1}` : designation,
      String(quantity),
      "h",
      euros(price),
      "20 %",
      euros(price * quantity),
    ],
    ...(index % 5 === 2 ? { note: "Intervention du 12 mars 2026, réf. chantier A-17" } : {}),
  };
}

/** An amount as a French program writes it, narrow no-break spaces included. */
export function euros(amount: number): string {
  return new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" }).format(amount);
}

function parties(): Block {
  return {
    kind: "parties",
    window: true,
    left: {
      name: "Atelier Façade & Œuvres SAS",
      lines: ["12 bis rue de l’Évêché", "69005 Lyon"],
      details: ["SIRET 732 829 320 00074", "TVA FR44732829320"],
    },
    right: {
      heading: "Destinataire",
      name: "Boulangerie Noël-Château SARL",
      lines: ["3 place de l’Hôtel de Ville", "42000 Saint-Étienne"],
      details: ["SIREN 552 100 554 · TVA FR96552100554"],
    },
  };
}

function references(): Block {
  return {
    kind: "fields",
    fields: [
      { label: "Référence client", value: "BC-4471" },
      { label: "Affaire", value: "Rénovation du fournil" },
      { label: "Date de la prestation", value: "28 août 2026" },
      { label: "Nature", value: "Prestation de services" },
    ],
  };
}

function closing(): Block {
  return {
    kind: "columns",
    cells: [{
      flex: 1,
      blocks: [
        {
          kind: "table",
          compact: true,
          columns: [
            { title: "TVA", width: { flex: 1 } },
            { title: "Base HT", align: "right" },
            { title: "Montant", align: "right" },
          ],
          rows: [
            { kind: "line", cells: ["20 %", euros(1240), euros(248)] },
            { kind: "line", cells: ["5,5 %", euros(300), euros(16.5)] },
          ],
        },
        {
          kind: "qr",
          payload:
            "BCD\n002\n1\nSCT\nAGRIFRPP\nAtelier Facade\nFR7630006000011234567890189\nEUR1804.50\n\n\nFA-2026-00042",
          alt: "Code QR pour payer 1 804,50 € par virement",
          caption: [
            [{ text: "Payer par virement", strong: true, tone: "ink" }],
            "IBAN\nFR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189",
            "BIC AGRIFRPP",
          ],
        },
      ],
    }, {
      flex: 1,
      blocks: [{
        kind: "totals",
        rows: [
          { label: "Total HT", value: euros(1540) },
          { label: "TVA", value: euros(264.5) },
          { label: "Total TTC", value: euros(1804.5), emphasis: "strong" },
          { label: "Net à payer", value: euros(1804.5), emphasis: "grand" },
        ],
      }],
    }],
  };
}

function conditions(): Block {
  return {
    kind: "paragraphs",
    heading: "Conditions de règlement",
    size: "small",
    tone: "muted",
    paragraphs: [
      "Taux des pénalités de retard : trois fois le taux d’intérêt légal. Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.",
      "Aucun escompte pour paiement anticipé. Code de vérification : 8QK2-M4ZT-0R7C-XN1V.",
    ],
  };
}

const DESIGNATIONS = [
  "Développement d’une interface de facturation électronique",
  "Prestation de conseil – cadrage fonctionnel et atelier",
  "Œuvre graphique : déclinaison du logo, charte et guide d’usage complet pour l’équipe marketing et ses partenaires",
  "Hébergement infogéré (mensuel)",
  "Livre « L’impôt expliqué »",
  "Déplacement à Saint-Étienne, forfait kilométrique",
  "Maintenance corrective",
  "Formation Peppol & Factur-X (½ journée)",
  "Câble réseau catégorie 6, 20 m",
  "Repas d’affaires",
];

const FACTURX_XML = `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
</rsm:CrossIndustryInvoice>`;

const FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

const FACTURX_XMP = {
  descriptions: [
    `<rdf:Description rdf:about="" xmlns:fx="${FX}"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>`,
  ],
  extensionSchemas: [
    `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>${FX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${
      ["DocumentFileName", "DocumentType", "Version", "ConformanceLevel"].map((name) =>
        `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${name}</pdfaProperty:description></rdf:li>`
      ).join("")
    }</rdf:Seq></pdfaSchema:property></rdf:li>`,
  ],
};
