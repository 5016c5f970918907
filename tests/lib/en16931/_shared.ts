import { XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from "libxml2-wasm";

/** Folder of test data beside the project; absent from a plain clone. */
export const SHARED = new URL("../../../../shared/data/", import.meta.url);

/** A test that needs the shared data; where that is absent its title says so and it is skipped. */
export function sharedTest(title: string, fn: () => void | Promise<void>): void {
  const isThere = hasShared();
  Deno.test({ name: isThere ? title : `${title} (skipped: ../shared/data is absent)`, ignore: !isThere, fn });
}

/** Names of the files of a folder of the shared data, in order. */
export function sharedFiles(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, SHARED))].map((entry) => entry.name).sort();
}

/** Bytes of one shared file. */
export function sharedFile(path: string): Uint8Array {
  return Deno.readFileSync(new URL(path, SHARED));
}

/** A function that returns what the schema finds wrong with a document; nothing when it is valid. */
export function schemaJudge(schemaPath: string): (xml: string) => string[] {
  const provider = new XmlBufferInputProvider({});
  const root = schemaPath.split("/").slice(0, 2).join("/");
  addSchemas(provider, `${root}/`);
  xmlRegisterInputProvider(provider);
  using schema = XmlDocument.fromBuffer(sharedFile(schemaPath), { url: bufferName(schemaPath) });
  const validator = XsdValidator.fromDoc(schema);
  return (xml) => {
    using document = XmlDocument.fromString(xml);
    try {
      validator.validate(document);
      return [];
    } catch (error) {
      return [String(error)];
    }
  };
}

function addSchemas(provider: XmlBufferInputProvider, folder: string): void {
  for (const entry of Deno.readDirSync(new URL(folder, SHARED))) {
    if (entry.isDirectory) addSchemas(provider, `${folder}${entry.name}/`);
    else if (entry.name.endsWith(".xsd")) {
      provider.addBuffer(bufferName(`${folder}${entry.name}`), sharedFile(`${folder}${entry.name}`));
    }
  }
}

function bufferName(path: string): string {
  return `http://schemas.test/${path}`;
}

function hasShared(): boolean {
  try {
    return Deno.statSync(SHARED).isDirectory;
  } catch {
    return false;
  }
}
