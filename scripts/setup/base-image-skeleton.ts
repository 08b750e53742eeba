import { chmod, chown, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NODE, NPM } from "./base-image-files.ts";

const POSTGRES_UID = 70;
const NODE_UID = 1000;

const DIRECTORIES = `tmp proc sys dev run root home/node app etc usr/local/bin var/tmp var/lib/postgresql
  var/run/postgresql`.split(/\s+/);

const PASSWD = `root:x:0:0:root:/root:/bin/sh
postgres:x:${POSTGRES_UID}:${POSTGRES_UID}::/var/lib/postgresql:/bin/sh
node:x:${NODE_UID}:${NODE_UID}::/home/node:/bin/sh
nobody:x:65534:65534::/nonexistent:/bin/false
`;
const GROUP = `root:x:0:\npostgres:x:${POSTGRES_UID}:\nnode:x:${NODE_UID}:\nnogroup:x:65534:\n`;

/** Writes what a machine's files alone do not make an image: directories, users, links. Needs root. */
export async function makeSkeleton(root: string): Promise<void> {
  for (const directory of DIRECTORIES) await mkdir(join(root, directory), { recursive: true });
  for (const open of ["tmp", "var/tmp"]) await chmod(join(root, open), 0o1777);
  for (const owned of ["var/lib/postgresql", "var/run/postgresql"])
    await chown(join(root, owned), POSTGRES_UID, POSTGRES_UID);
  await chown(join(root, "home/node"), NODE_UID, NODE_UID);
  await writeFile(join(root, "etc/passwd"), PASSWD);
  await writeFile(join(root, "etc/group"), GROUP);
  await writeFile(join(root, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
  for (const link of ["bin", "sbin"]) await symlink("usr/bin", join(root, link));
  await symlink(NODE, join(root, "usr/local/bin/node"));
  for (const name of ["npm", "npx"])
    await symlink(join(NPM, "bin", `${name}-cli.js`), join(root, "usr/local/bin", name));
}
