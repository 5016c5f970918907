export type { Child, JSX } from "./jsx.ts";
export { Actions, Confirm, type ConfirmProps, Menu } from "./actions.tsx";
export { Amount } from "./amount.tsx";
export {
  type Asset,
  ASSET_PREFIX,
  type AssetName,
  type AssetPath,
  type AssetRegistry,
  ASSETS,
  type AssetSource,
  registerAssets,
} from "./assets.ts";
export { Banner, type BannerKind, CopyBanner, TrialBanner } from "./banner.tsx";
export { Button, type ButtonKind, ButtonLink, type ButtonLook } from "./buttons.tsx";
export { Card, Fold, Pair, Split } from "./card.tsx";
export { BarChart, type ChartProps, type ChartSeries, LineChart } from "./chart.tsx";
export { Checklist, type ChecklistStep } from "./checklist.tsx";
export { Combobox, type ComboboxOption, ComboboxOptions, type ComboboxProps } from "./combobox.tsx";
export { DateText, InstantText, relativeDay } from "./date.tsx";
export { type Fact, Facts, Figures, Totals } from "./definition.tsx";
export { Empty } from "./empty.tsx";
export { ErrorSummary } from "./error_summary.tsx";
export {
  AmountField,
  CheckboxField,
  controlAttributes,
  DateField,
  FieldFrame,
  FieldGroup,
  type FieldProps,
  FileField,
  type Option,
  RadioGroup,
  Reason,
  SelectField,
  TextArea,
  TextField,
  type TextFieldProps,
} from "./field.tsx";
export { type FilterChip, Filters, type FiltersProps } from "./filters.tsx";
export { DraftStatus, Form, type FormProps } from "./form.tsx";
export { fieldId, type FormState, formState, issueOf } from "./form_state.ts";
export { Icon, type IconName } from "./icon.tsx";
export { contrast, DEFAULT_ISSUER_COLOUR, issuerStylesheet, parseColour } from "./issuer_theme.ts";
export { type LineColumn, LineEditor, type LineEditorProps } from "./line_editor.tsx";
export { type Mail, type MailBlock, mailHtml, mailText } from "./mail_layout.tsx";
export { type NavEntry, NavList, type NavSection } from "./nav.tsx";
export { Page, type PageProps, type PageSettings, renderPage } from "./page.tsx";
export { Pager } from "./pager.tsx";
export { PasskeyForm } from "./passkey_form.tsx";
export { Progress } from "./progress.tsx";
export { type Issuer, PublicPage, type PublicPageProps, Steps, Wordmark } from "./public_page.tsx";
export { Seal, SealMark, type SealProps } from "./seal.tsx";
export { Sheet, type SheetProps } from "./sheet.tsx";
export { type DossierLink, Shell, type ShellPerson, type ShellProps } from "./shell.tsx";
export { type Shortcut } from "./shortcuts.tsx";
export { State, type Tone } from "./state.tsx";
export { type CardPlace, type Column, Table, type TableProps } from "./table.tsx";
export { type TabLink, Tabs } from "./tabs.tsx";
export { Timeline, type TimelineEvent } from "./timeline.tsx";
export { PageHead, type PageHeadProps, Toolbar } from "./toolbar.tsx";
