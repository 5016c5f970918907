// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { Refusal } from "../../lib/base/refusal.ts";
import {
  type AwaitedOperator,
  MIN_PASSWORD_LENGTH,
  peekOperatorLink,
  settleOperator,
} from "../../lib/identity/operator.ts";
import { qrCode, qrPath } from "../../lib/platform/qr.ts";
import { readFields } from "../../lib/platform/web/body.ts";
import { sentForm } from "../../lib/platform/web/form.ts";
import {
  Button,
  Card,
  Form,
  type FormState,
  formState,
  type JSX,
  PublicPage,
  Steps,
  TextField,
} from "../../lib/ui/mod.ts";
import { type OpenContext, operatorCtx, page, type Routes, seeOther } from "../handler.ts";
import { paths } from "../paths.ts";

/** Where a new operator, or one whose factors were taken away, opens his access by the link he was handed. */
export const routes: Routes = { "GET /acces/:token": show, "POST /acces/:token": settle };

async function show(c: OpenContext): Promise<Response> {
  return page(c, <SettlePage c={c} awaited={await peekOperatorLink(operatorCtx(c), tokenIn(c))} />);
}

async function settle(c: OpenContext): Promise<Response> {
  const form = sentForm(await readFields(c.req.raw)), ctx = operatorCtx(c), token = tokenIn(c);
  try {
    await settleOperator(ctx, { token, password: form.text("password"), code: form.text("code") });
    return seeOther(c, paths.signIn());
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error;
    // A code works once and a password is never written into a page.
    const awaited = await peekOperatorLink(ctx, token);
    return page(c, <SettlePage c={c} awaited={awaited} state={formState({}, error)} />, 422);
  }
}

function tokenIn(c: OpenContext): string {
  return c.req.param("token") ?? "";
}

function SettlePage(
  { c, awaited, state }: { c: OpenContext; awaited: AwaitedOperator; state?: FormState },
): JSX.Element {
  const { size, bars } = qrCode(awaited.totpUri);
  return (
    <PublicPage assets={c.get("edge").assets} title="Ouvrir votre accès" site="Console d’exploitation">
      <h1>Ouvrir votre accès</h1>
      <p>
        {awaited.name}, {awaited.email}
      </p>
      <Steps
        title="En trois gestes"
        steps={[
          "Choisissez une phrase comme mot de passe.",
          <span>
            Photographiez ce carré avec votre application de codes, ou saisissez la clé&nbsp;:{" "}
            <code>{awaited.totpText}</code>
          </span>,
          "Saisissez les six chiffres qu’elle montre.",
        ]}
      />
      <svg viewBox={`0 0 ${size} ${size}`} width="220" height="220" role="img" aria-label="Code QR de la clé">
        <rect width={size} height={size} fill="#fff" />
        <path d={qrPath(bars)} fill="#000" />
      </svg>
      <Card>
        <Form action={paths.settle(tokenIn(c))} state={state}>
          <TextField
            name="password"
            label="Mot de passe"
            hint={`Au moins ${MIN_PASSWORD_LENGTH} caractères ; une phrase convient très bien.`}
            type="password"
            autocomplete="new-password"
            width="full"
            form={state}
          />
          <TextField
            name="code"
            label="Six chiffres"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={6}
            width="short"
            form={state}
          />
          <Button kind="primary">Ouvrir mon accès</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}
