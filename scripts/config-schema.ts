/** Writes media/slipway.schema.json, which editors check slipway.json with, from the schema that the agent checks it with. */
import { writeFile } from "node:fs/promises";
import { configJsonSchema } from "../agent/config/json-schema.ts";

const file = new URL("../media/slipway.schema.json", import.meta.url);
await writeFile(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
