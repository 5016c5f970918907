import { documentCss } from "../../lib/platform/pdf/document_css.ts";
import { readWebFont } from "../../lib/platform/pdf/web_font_files.ts";
import { notFound, type OpenContext, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";

/** The documents' own font, for the pages that show one as it is printed. */
export const documentFontRoutes: Routes = {
  "GET /polices/documents.css": sendStyles,
  "GET /polices/:file": sendFont,
};

/** The files come with a pinned package: they change with a new version of the program only. */
const A_MONTH = "public, max-age=2592000";

const styles = documentCss(paths.documentFont);

function sendStyles(c: OpenContext): Response {
  return c.body(styles, 200, { "content-type": "text/css; charset=utf-8", "cache-control": A_MONTH });
}

async function sendFont(c: OpenContext): Promise<Response> {
  const bytes = await readWebFont(c.req.param("file") ?? "");
  if (!bytes) throw notFound();
  return c.body(bytes, 200, { "content-type": "font/woff2", "cache-control": A_MONTH });
}
