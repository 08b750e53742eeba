import { livingSettings, makingSettings, settingArguments } from "../server-settings.ts";
import { HOME } from "./files-into.ts";

const data = `${HOME}/pgdata`;

/** Tells the stopped server what stands in `statements.sql`, once. */
const obey = `if [ -f ${HOME}/statements.sql ]; then
  postgres --single -D ${data} postgres < ${HOME}/statements.sql > /dev/null && rm -f ${HOME}/statements.sql
fi`;

/** The container that makes production: an empty server, ready to be filled. */
export const makingScript = `set -e
initdb -D ${data} -U postgres -A scram-sha-256 --pwfile=${HOME}/password -E UTF8 --locale=C --no-sync > /dev/null
rm -f ${HOME}/password
cp ${HOME}/pg_hba.conf ${data}/pg_hba.conf
exec postgres -D ${data} ${inShell(makingSettings)}`;

/** The container that is production. */
export const livingScript = `set -e
${obey}
exec postgres -D ${data} ${inShell(livingSettings)}`;

function inShell(settings: Readonly<Record<string, string>>): string {
  return settingArguments({ listen_addresses: "*", ...settings })
    .map((argument) => `'${argument}'`)
    .join(" ");
}
