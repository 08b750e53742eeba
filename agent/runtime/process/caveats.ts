/** What this runtime does not protect from, for the person who is about to run foreign code in it. */
export function caveats(): string[] {
  const user = process.getuid?.() === 0 ? "root" : "you";
  return [
    `Apps, migrations and checks run as ${user} on this machine: they can read your files and reach the network.`,
    "Mail and webhooks that a preview sends go out for real.",
    "Memory, CPU and the number of processes are not limited.",
    "The checks and the preview of one commit share a directory, and every app can reach every clone's port.",
    "A preview lives as long as the agent does, and its database speaks without TLS.",
  ];
}
