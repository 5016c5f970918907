/** `deno task samples DIR`: writes the files of twelve instructive invoices, PDF and XML, into a folder. */
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { openSellersWorld } from "../lib/sales/_seller.ts";
import { makeSamples } from "./make.ts";

/** Writes the samples into a folder, made if need be, and tells of each. Returns how many. */
export async function writeSamples(folder: string, tell: (line: string) => void): Promise<number> {
  await Deno.mkdir(folder, { recursive: true });
  const world = await openSellersWorld();
  let count = 0;
  try {
    for await (const { sample, pdf, xml, document } of makeSamples(world)) {
      await Deno.writeFile(`${folder}/${sample.name}.pdf`, pdf);
      await Deno.writeTextFile(`${folder}/${sample.name}.xml`, xml);
      tell(`${sample.name}  ${document.number}  ${sample.shows}`);
      count++;
    }
  } finally {
    closeRenderWorkers();
    await world.close();
  }
  return count;
}

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const tell = (line: string) => void Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  const [folder] = Deno.args;
  if (!folder) {
    tell("Usage: deno task samples DIR");
    return 2;
  }
  tell(`${await writeSamples(folder, tell)} invoices in ${folder}`);
  return 0;
}
