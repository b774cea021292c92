// Are these messages what docs/event.schema.json says? One JSON object a line on standard input, as `rasid tail --json`
// prints them; exit code 1 and the reasons when not.
//
//   npm install ajv ajv-formats
//   rasid tail --from 0 --once --json | node validate.cjs ../event.schema.json
const { readFileSync } = require("fs");
const { createInterface } = require("readline");
const Ajv = require("ajv/dist/2020");
const addFormats = require("ajv-formats");

const ajv = new Ajv({ allErrors: true, strict: true }); // strict: a schema that says what it does not mean is refused
addFormats(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));

async function main() {
  let [count, wrong] = [0, 0];
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    count += 1;
    if (valid(message.data)) continue;
    wrong += 1;
    console.error(`${message.id}: ${ajv.errorsText(valid.errors, { dataVar: "data" })}`);
  }
  console.log(JSON.stringify({ messages: count, wrong }));
  process.exitCode = wrong || !count ? 1 : 0;
}

main();
