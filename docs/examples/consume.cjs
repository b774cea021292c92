// A consumer in Node: a group shares the stream, a table holds each event's latest state.
//
//   npm install redis
//   REDIS_URL=redis://localhost:6379 node consume.cjs [--once]
const { createClient } = require("redis");

const [stream, group, consumer] = ["{rasid}:events", "example-node", `node-${process.pid}`];
const once = process.argv.includes("--once");
const idleMs = 60_000; // a message not acknowledged for so long is taken over

const latest = new Map();

// Right under any order and any replay: older news of an event is left alone.
function handle(message) {
  const [epoch, rev] = [Number(message.epoch), Number(message.rev)];
  const [heldEpoch, heldRev] = latest.get(message.subject) ?? [0, 0];
  if (epoch < heldEpoch || (epoch === heldEpoch && rev <= heldRev)) return;
  latest.set(message.subject, [epoch, rev]);
  const event = JSON.parse(message.data);
  console.log(JSON.stringify({ kind: message.type, id: event.id, type: event.type, origins: event.origins }));
}

async function main() {
  const client = createClient({ url: process.env.REDIS_URL });
  client.on("error", (error) => console.error(error.message)); // without it an outage ends the process
  await client.connect();
  await client.xGroupCreate(stream, group, "0", { MKSTREAM: true }).catch((error) => {
    if (!error.message.includes("BUSYGROUP")) throw error; // it exists: go on where it stands
  });
  for (;;) {
    const abandoned = (await client.xAutoClaim(stream, group, consumer, idleMs, "0-0", { COUNT: 32 })).messages;
    const waiting = once ? {} : { BLOCK: 2000 };
    const found = await client.xReadGroup(group, consumer, [{ key: stream, id: ">" }], { COUNT: 32, ...waiting });
    const fresh = found ? found[0].messages : [];
    for (const entry of [...abandoned, ...fresh]) {
      if (entry === null) continue; // trimmed meanwhile
      handle(entry.message);
      await client.xAck(stream, group, entry.id); // after handling: whoever dies before it gets the message again
    }
    if (once && fresh.length === 0) break;
  }
  await client.close();
}

main();
