/** Makes the cast in a world of its own and writes what the test files of a run need of it into the file named. */
import { castToKeep } from "../cast.ts";
import { openApp } from "./app.ts";
import { openWorld } from "./world.ts";

const [file] = Deno.args;
const world = await openWorld();
const app = await openApp(world);
await Deno.writeTextFile(file!, JSON.stringify(await castToKeep(app)));
await app.close();
await world.close();
Deno.exit(0);
